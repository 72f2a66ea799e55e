// The parts of a message in the order in which a reader needs them; empty ones are left out.
import type { Parts } from '../updates/updates.contract.ts'
import type { FrameStrings } from './strings.ts'
import { paragraphs } from './html.ts'

const order = ['must', 'happened', 'affected', 'known', 'unknown', 'doing', 'can', 'workaround', 'estimate', 'why', 'prevention'] as const

export function saidParts(parts: Parts, words: FrameStrings, final: boolean): { part: string; label: string; text: string }[] {
  return order
    .filter((part) => (parts[part] ?? '').trim() !== '')
    .map((part) => ({ part, label: part === 'doing' && final ? words.did : words[part], text: (parts[part] as string).trim() }))
}

export const partsAsHtml = (parts: Parts, words: FrameStrings, final: boolean): string =>
  saidParts(parts, words, final)
    .map(({ part, label, text }) => `<div class="part part-${part}"><h4>${label}</h4>${paragraphs(text)}</div>`)
    .join('')

export const partsAsText = (parts: Parts, words: FrameStrings, final: boolean): string =>
  saidParts(parts, words, final)
    .map(({ label, text }) => `${label.toUpperCase()}\n${text}`)
    .join('\n\n')
