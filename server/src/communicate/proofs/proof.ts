// Whether a channel is proven: by a message to ourselves that came back, not by a setting that looks right.
export type Proof = { state: 'sending' | 'accepted' | 'arrived' | 'failed' | 'late'; sentAt: Date; answer: string | null }
export type Standing = { state: 'proven' | 'accepted' | 'failing' | 'late' | 'stale' | 'never'; provenAt: Date | null }

/** A test that was taken and did not come back for so long is late, in minutes. */
export const lateAfterMinutes = 15
/** After a failure the next heartbeat comes sooner, in minutes. */
const again = 15

/**
 * From the last tests, the newest first; one under way says nothing yet.
 * @param everyHours how often the heartbeat proves it: what is twice as old proves nothing any more
 */
export function standingOf(proofs: Proof[], everyHours: number, now: Date): Standing {
  const provenAt = proofs.find(({ state }) => state === 'arrived')?.sentAt ?? null
  const last = proofs.find(({ state }) => state !== 'sending')
  if (!last) return { state: 'never', provenAt }
  if (now.getTime() - last.sentAt.getTime() > 2 * everyHours * 3_600_000) return { state: 'stale', provenAt }
  if (last.state === 'failed') return { state: 'failing', provenAt }
  if (last.state === 'late') return { state: 'late', provenAt }
  return { state: last.state === 'arrived' ? 'proven' : 'accepted', provenAt }
}

/** When the heartbeat is due: each so many hours, and soon after a failure. */
export function nextHeartbeat(last: Proof | undefined, everyHours: number, now: Date): Date {
  if (!last) return now
  const minutes = last.state === 'failed' || last.state === 'late' ? Math.min(again, everyHours * 60) : everyHours * 60
  return new Date(last.sentAt.getTime() + minutes * 60_000)
}

export const markOf = (token: string) => `leeward-proof-${token}`
export const tokenIn = (text: string): string | undefined => /\bleeward-proof-([0-9a-f]{32})\b/.exec(text)?.[1]

const subject = 'Leeward channel test'
export const proofSubject = (token: string) => `${subject} (${markOf(token)})`
/** The token of a test that came back; a notice about one is not the test. */
export const tokenOfSubject = (text: string): string | undefined => (text.trim().startsWith(`${subject} (`) ? tokenIn(text) : undefined)
