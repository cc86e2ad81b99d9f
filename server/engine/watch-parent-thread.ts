/**
 * The thread of `watchParent`, beside the one that computes. The parent is the process that started this one by its own word:
 * to ask who it is here would be too late where it died meanwhile, and then the child would compute for ever.
 */
const CHECK_EVERY_MS = 1_000;
const parent = Number(process.env.PATCHBAY_PARENT_PID);

function check() {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}

check();
setInterval(check, CHECK_EVERY_MS);
