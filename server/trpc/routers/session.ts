import { publicProcedure, router, viewerProcedure } from "../init.ts";

export const sessionRouter = router({
  get: viewerProcedure.query(({ ctx: { user, workspace, role } }) => ({ user, workspace, role })),

  /** Open to anyone, for the sign-in page: whether this installation still waits for its owner, and whether one is signed in. */
  state: publicProcedure.query(async ({ ctx }) => ({
    needsOwner: await ctx.services.needsOwner(),
    isSignedIn: (await ctx.signedIn()) !== null,
  })),
});
