// Two people changed the same draft: what only one of them changed is taken from that one; what both changed is for a person to decide.
import type { Parts, UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import type { UpdateTo } from '../../../../server/src/communicate/audiences/audiences.contract.ts'
import type { Phase } from './draft.ts'

export type Content = {
  phase: Phase
  holding: boolean
  parts: Parts
  nextUpdateAt: string | null
  files: UpdateView['files']
  to?: UpdateTo
  translations?: Record<string, Parts>
}
export type Piece = keyof Parts | 'phase' | 'holding' | 'nextUpdateAt' | 'files' | 'translations' | 'to'
/** `taken`: what they changed and I did not. `conflicts`: what both changed, differently; in `merged` it is as I have it. */
export type Merged = { merged: Content; taken: Piece[]; conflicts: Piece[] }

export const contentOf = ({ phase, holding, parts, nextUpdateAt, files, translations = {}, to = { kind: 'customers' } }: Content): Content => ({
  phase,
  holding,
  parts,
  nextUpdateAt,
  files,
  translations,
  to,
})

/** @param base what both began from; where it is not known, whatever differs is a conflict */
export function merge(base: Content | undefined, mine: Content, theirs: Content): Merged {
  const differing = piecesOf(mine, theirs).filter((piece) => textOf(mine, piece) !== textOf(theirs, piece))
  const taken = differing.filter((piece) => base && textOf(base, piece) === textOf(mine, piece))
  const conflicts = differing.filter((piece) => !taken.includes(piece) && !(base && textOf(base, piece) === textOf(theirs, piece)))
  return { merged: takeOver(mine, theirs, taken), taken, conflicts }
}

/** These pieces as they have them, the others as I do. */
export function takeOver(mine: Content, theirs: Content, pieces: Piece[]): Content {
  const parts = { ...mine.parts }
  for (const piece of pieces) if (isPart(piece)) parts[piece] = theirs.parts[piece] ?? ''
  return {
    phase: pieces.includes('phase') ? theirs.phase : mine.phase,
    holding: pieces.includes('holding') ? theirs.holding : mine.holding,
    nextUpdateAt: pieces.includes('nextUpdateAt') ? theirs.nextUpdateAt : mine.nextUpdateAt,
    files: pieces.includes('files') ? theirs.files : mine.files,
    to: (pieces.includes('to') ? theirs : mine).to ?? { kind: 'customers' },
    translations: (pieces.includes('translations') ? theirs : mine).translations ?? {},
    parts,
  }
}

const others: readonly Piece[] = ['phase', 'holding', 'nextUpdateAt', 'files', 'translations', 'to']
export const isPart = (piece: Piece): piece is keyof Parts => !others.includes(piece)
const piecesOf = (mine: Content, theirs: Content): Piece[] => [...(Object.keys({ ...theirs.parts, ...mine.parts }) as (keyof Parts)[]), ...others]

/** As the server keeps it: without space around it, and a part that is empty is none. */
export function textOf(content: Content, piece: Piece): string {
  if (isPart(piece)) return (content.parts[piece] ?? '').trim()
  if (piece === 'to') return JSON.stringify(Object.entries(content.to ?? { kind: 'customers' }).sort())
  if (piece === 'translations')
    return JSON.stringify(
      Object.entries(content.translations ?? {})
        .sort()
        .map(([locale, parts]) => [locale, wordsIn(parts)]),
    )
  if (piece === 'files') return content.files.map(({ id, alt }) => `${id}:${alt?.trim() ?? ''}`).join()
  if (piece === 'nextUpdateAt') return content.nextUpdateAt ? String(Date.parse(content.nextUpdateAt)) : ''
  return String(content[piece])
}
const wordsIn = (parts: Parts) =>
  Object.entries(parts)
    .map(([part, text]) => [part, (text ?? '').trim()])
    .filter(([, text]) => text !== '')
    .sort()
