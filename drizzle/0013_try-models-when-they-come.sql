CREATE TABLE "model_batching" (
	"hash" text PRIMARY KEY NOT NULL,
	"runtime" text NOT NULL,
	"is_batched" boolean,
	"why" text NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL
);
