// A key or a button asks for something that another part of the page does: whoever does it listens.
export function askedFor<Detail = undefined>(name: string) {
  const event = `leeward-${name}`
  return {
    ask: (detail: Detail) => window.dispatchEvent(new CustomEvent(event, { detail })),
    /** @returns what ends the listening: the effect of a component gives it back */
    listen: (heard: (detail: Detail) => void): (() => void) => {
      const listener = (asked: Event) => heard((asked as CustomEvent<Detail>).detail)
      window.addEventListener(event, listener)
      return () => window.removeEventListener(event, listener)
    },
  }
}
