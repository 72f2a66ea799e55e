// Whether a provider is given mails: after five failures in a row its circuit opens, then one mail tries it, and it returns or stays away longer.
export type Health = { failures: number; opened: number; openUntil: Date | null }
export type Trust = 'whole' | 'one' | 'none'

export const healthy: Health = { failures: 0, opened: 0, openUntil: null }
const mostFailures = 5
const [shortest, longest] = [30, 15 * 60]

/** `one`: its circuit was open, and a single mail shows whether it is back. */
export function trustIn({ openUntil }: Health, now: Date): Trust {
  if (!openUntil) return 'whole'
  return openUntil > now ? 'none' : 'one'
}

/** What answers in their order make of its health. `ok`: the provider did its part, whatever it said of the address. */
export function afterAnswers(health: Health, answers: { ok: boolean }[], now: Date): Health {
  return answers.reduce((known, { ok }) => (ok ? healthy : failed(known, now)), health)
}

function failed(health: Health, now: Date): Health {
  const trying = health.openUntil !== null && health.openUntil <= now
  const failures = health.failures + 1
  // What was in the air when it opened is one failure with it.
  if (health.openUntil && !trying) return { ...health, failures }
  if (!trying && failures < mostFailures) return { ...health, failures }
  const seconds = Math.min(longest, shortest * 2 ** health.opened)
  return { failures, opened: health.opened + 1, openUntil: new Date(now.getTime() + seconds * 1_000) }
}
