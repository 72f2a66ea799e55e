// A file of a desk, by the address that it named: each step on the way is judged as every call to the outside, and what lets us in is shown to the desk's own server alone.
import type { Outgoing } from '../../platform/outgoing/outgoing.ts'
import { largestAttachment } from '../../stabilize/attachments/attachments.contract.ts'

export type Fetched = { kind: 'file'; content: Buffer } | { kind: 'refused'; why: string } | { kind: 'later'; why: string }

/** One byte more than is kept, so that what is larger shows. */
export const mostFetched = largestAttachment + 1
const mostSteps = 4

/** @param outgoing reads bytes (latin1), up to `mostFetched` */
export async function fetchFile(outgoing: Outgoing, given: string, lettingIn: { origin: string; headers: Record<string, string> }): Promise<Fetched> {
  let url = given
  for (let step = 0; step < mostSteps; step += 1) {
    const own = URL.canParse(url) && new URL(url).origin === lettingIn.origin
    const heard = await outgoing(url, { method: 'GET', headers: { 'user-agent': 'Leeward', ...(own ? lettingIn.headers : {}) } })
    if (heard.kind === 'refused') return { kind: 'refused', why: `It could not be fetched: ${heard.why}.` }
    if (heard.kind === 'lost') return { kind: 'later', why: `It could not be fetched from the desk: ${heard.why}.` }
    const { status, headers, body } = heard
    if (status >= 300 && status < 400 && headers.location) {
      if (!URL.canParse(headers.location, url)) return { kind: 'refused', why: 'The desk sent us on to what is no address.' }
      url = new URL(headers.location, url).href
      continue
    }
    if (status === 401 || status === 403 || status === 408 || status === 429 || status >= 500)
      return { kind: 'later', why: `The desk did not give it: it answered ${status}.` }
    if (status !== 200) return { kind: 'refused', why: `The desk did not give it: it answered ${status}.` }
    const content = Buffer.from(body, 'latin1')
    const said = Number(headers['content-length'])
    if (Number.isFinite(said) && content.length < Math.min(said, mostFetched)) return { kind: 'later', why: 'It broke off while it was fetched.' }
    return { kind: 'file', content }
  }
  return { kind: 'refused', why: 'The desk sent us on again and again.' }
}
