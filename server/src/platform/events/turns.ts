/** Those who want the same thing take turns in this process: nobody is overtaken again and again until they give up. */
export function takingTurns() {
  const last = new Map<string, Promise<void>>()
  return <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const mine = (last.get(name) ?? Promise.resolve()).then(act)
    const over = mine.then(nothing, nothing).then(() => {
      if (last.get(name) === over) last.delete(name)
    })
    last.set(name, over)
    return mine
  }
}

const nothing = () => {}

/** A pause that grows and is never the same for two, so that two who met do not meet again. */
export const apart = (attempt: number): Promise<void> => new Promise((done) => setTimeout(done, Math.random() * Math.min(200, 4 * 2 ** attempt)))
