CREATE TABLE "model_placements" (
	"hash" text NOT NULL,
	"device" text NOT NULL,
	"runtime" text NOT NULL,
	"placement" json NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_placements_hash_device_pk" PRIMARY KEY("hash","device")
);
