// Keys without modifiers: "d", "?", or two in a row such as "g c". They rest while somebody types, and can be switched off (WCAG 2.1.4).
import { useEffect, useRef } from 'react'

const switchedOffKey = 'leeward-shortcuts-off'
export const shortcutsOff = () => localStorage.getItem(switchedOffKey) === 'yes'
export const setShortcutsOff = (off: boolean) => {
  if (off) localStorage.setItem(switchedOffKey, 'yes')
  else localStorage.removeItem(switchedOffKey)
}

const typing = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** After it a second key follows: alone that one means something else, and rests. */
const leader = 'g'

/** `first`: these are asked before all others, where the same key means something else elsewhere. */
export function useShortcuts(shortcuts: Record<string, () => void>, first = false) {
  const current = useRef(shortcuts)
  useEffect(() => {
    current.current = shortcuts
  })
  useEffect(() => {
    let before: { key: string; at: number } | undefined
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target) || shortcutsOff()) return
      if (document.querySelector('[role="dialog"]') && event.key !== '?') return
      const recent = before && event.timeStamp - before.at < 1_200 ? before.key : undefined
      const two = recent === undefined ? undefined : current.current[`${recent} ${event.key}`]
      const one = recent === leader ? undefined : current.current[event.key]
      before = { key: event.key, at: event.timeStamp }
      const act = two ?? one
      if (!act) return
      event.preventDefault()
      before = undefined
      act()
    }
    window.addEventListener('keydown', pressed, first)
    return () => window.removeEventListener('keydown', pressed, first)
  }, [first])
}
