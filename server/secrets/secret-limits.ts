/** A shorter one could not be told from other text where it is masked. */
export const MIN_SECRET_CHARACTERS = 6;
/** Long enough for private keys and certificates. */
export const MAX_SECRET_CHARACTERS = 20_000;
