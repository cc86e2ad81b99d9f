import type { ArtifactStore, StoredArtifact } from "../artifacts/artifact-store.ts";

export type ArtifactIntake = {
  /** Takes the next piece of what is stored under an id; gives the artifact once, to whoever hands over the first piece. */
  take: (id: number, piece: Uint8Array, isLast: boolean) => Promise<StoredArtifact> | null;
  /** The sender is gone: what is unfinished is dropped. */
  breakOff: () => void;
};

type Stream = {
  push: (piece: Uint8Array | null) => void;
  fail: (error: Error) => void;
  pieces: AsyncIterable<Uint8Array>;
};

/** Stores what comes in pieces as it comes; what comes in one piece goes to the store as it is. */
export function createArtifactIntake(store: Pick<ArtifactStore, "put">): ArtifactIntake {
  const streams = new Map<number, Stream>();

  return {
    take: (id, piece, isLast) => {
      const stream = streams.get(id);
      if (!stream && isLast) return store.put(piece);
      const open = stream ?? openStream();
      streams.set(id, open);
      open.push(piece);
      if (isLast) {
        open.push(null);
        streams.delete(id);
      }
      return stream ? null : store.put(open.pieces);
    },
    breakOff: () => {
      for (const stream of streams.values())
        stream.fail(new Error("The engine ended before it had sent all of an artifact."));
      streams.clear();
    },
  };
}

function openStream(): Stream {
  const waiting: (Uint8Array | null)[] = [];
  let failure: Error | null = null;
  let isOver = false;
  let wake = () => {};
  async function* pieces() {
    try {
      for (;;) {
        if (failure) throw failure;
        const piece = waiting.shift();
        if (piece === null) return;
        if (piece) yield piece;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      // The store may give up early, when the disk is full: the rest passes by.
      isOver = true;
      waiting.length = 0;
    }
  }
  return {
    pieces: pieces(),
    push: (piece) => {
      if (isOver) return;
      waiting.push(piece);
      wake();
    },
    fail: (error) => {
      failure = error;
      wake();
    },
  };
}
