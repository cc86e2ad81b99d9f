/** Ends the session and leaves the app by a full load, so that nothing of it stays in memory. @throws when the server did not answer */
export async function signOut(): Promise<void> {
  const response = await fetch("/api/auth/sign-out", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (!response.ok && response.status !== 401) throw new Error(`Signing out was answered with ${response.status}.`);
  location.assign("/sign-in");
}
