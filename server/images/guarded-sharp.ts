import sharp from "sharp";

/**
 * sharp with every loader closed but those of the formats that we take. libvips can also read SVG, PDF and a dozen
 * scientific formats: parsers that a file from the outside must never reach, whatever its name says.
 */
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpeg",
    "VipsForeignLoadPng",
    "VipsForeignLoadWebp",
    "VipsForeignLoadNsgif",
    "VipsForeignLoadTiff",
    "VipsForeignLoadHeif",
  ],
});
// Each picture is read once; a cache of operations would only hold memory.
sharp.cache(false);

export { sharp };
