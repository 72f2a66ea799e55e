// A task of which one process does one at a time.
import type { Tasks } from './worker.ts'

/** Whoever asks while it is being done goes away at once (it is asked again every second): one process sends over one set of connections, and holds one place in the queue. */
export const oneAtATime = (act: (signal: AbortSignal) => Promise<void>): Tasks[string] => {
  let doing = false
  return async (_, signal) => {
    if (doing) return
    doing = true
    await act(signal).finally(() => {
      doing = false
    })
  }
}
