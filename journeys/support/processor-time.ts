// What something takes of the processor, in milliseconds: what else runs on the machine does not count.

/** Starts a watch; each call of it says how much was spent since. */
export function processorWatch(): () => number {
  const began = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1_000
  }
}
