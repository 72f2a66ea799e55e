// One timer for every clock on the screen, so that they all tick together.
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 250)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** Real time in milliseconds, renewed every `everyMs` (at least 250). */
export const useTick = (everyMs = 1_000): number => useSyncExternalStore(subscribe, () => Math.floor(Date.now() / everyMs) * everyMs)
