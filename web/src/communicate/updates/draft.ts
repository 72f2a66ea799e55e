// What the composer holds while somebody writes; it survives a reload, and becomes a WriteUpdate on the wire.
import type { z } from 'zod'
import type { UpdateTo } from '../../../../server/src/communicate/audiences/audiences.contract.ts'
import type { Parts, UpdateView, WriteUpdate } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { type Content, contentOf } from './merge.ts'

export const phases = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type Phase = (typeof phases)[number]
export type Sent = z.input<typeof WriteUpdate>
export type Draft = {
  updateId?: string | undefined
  /** Of what the server has; what is saved is made from it. */
  revision?: number | undefined
  /** The content as it was saved last. */
  savedAs?: string | undefined
  /** Customers, where it is not said. */
  to?: UpdateTo
  phase: Phase
  holding: boolean
  parts: Parts
  nextUpdateAt: string | null
  lateReason: string
  files: UpdateView['files']
  /** The same in other languages; a draft from before an upgrade has none. */
  translations?: Translations
  touched: boolean
}
export type Translations = Record<string, Parts>

export const partKeys = ['happened', 'affected', 'known', 'unknown', 'doing', 'can', 'must', 'workaround', 'estimate'] as const
/** What the last word answers: what happened, why, what we did, how we keep it from happening again. */
export const fourQuestions = ['happened', 'why', 'doing', 'prevention'] as const
export const finalPartKeys = [...fourQuestions, 'affected', 'can', 'must'] as const

export const emptyDraft = (phase: Phase, holding: boolean): Draft => ({
  phase,
  holding,
  parts: { title: '' },
  nextUpdateAt: null,
  lateReason: '',
  files: [],
  touched: false,
})

/** The newest update that customers have read. */
export const lastTold = (updates: UpdateView[]): UpdateView | undefined =>
  updates
    .filter(({ status, class: kind }) => status === 'published' && kind === 'update')
    .sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
    .at(-1)

/** What was withdrawn is written anew from its words. */
export const copyOf = (update: UpdateView): Draft => ({ ...fromUpdate(update), updateId: undefined, revision: undefined, savedAs: undefined })

export const fromUpdate = ({ id, revision, phase, holding, parts, nextUpdateAt, files, translations, to }: UpdateView): Draft => ({
  updateId: id,
  revision,
  savedAs: savedAs({ phase, holding, parts, nextUpdateAt, files, translations, to }),
  to,
  phase,
  holding,
  parts,
  nextUpdateAt,
  lateReason: '',
  files,
  translations,
  touched: true,
})

export const savedAs = (content: Content): string => JSON.stringify(contentOf(content))
export const isUnsaved = (draft: Draft): boolean => draft.savedAs !== savedAs(draft)

/** A promise is a time people can read on a clock: down to the minute, never later than asked. */
export const wholeMinute = (at: number) => new Date(Math.floor(at / 60_000) * 60_000).toISOString()

/** Empty parts stay out, so that nothing empty reaches customers; the final update promises no next one. */
export function toSent({ to = { kind: 'customers' }, phase, holding, parts, nextUpdateAt, files, translations = {} }: Draft): Sent {
  return {
    to,
    phase,
    holding,
    parts: { ...said(parts), title: parts.title },
    translations: Object.fromEntries(
      Object.entries(translations)
        .filter(([, each]) => each.title.trim() !== '')
        .map(([locale, each]) => [locale, { ...said(each), title: each.title }]),
    ),
    nextUpdateAt: phase === 'resolved' || !mayPromise(to) ? null : nextUpdateAt,
    files: files.map(({ id }) => id),
    pictures: Object.fromEntries(files.flatMap(({ id, alt }) => (isShown(alt) ? [[id, (alt ?? '').trim()]] : []))),
  }
}

/** Customers, and whoever is no customer, hear when they hear again; what goes to a part of customers promises nothing. */
export const mayPromise = (to: UpdateTo = { kind: 'customers' }): boolean => to.kind === 'customers' || to.kind === 'stakeholders'

/** A text of less than three characters says nothing yet. */
export const isShown = (alt: string | null | undefined): boolean => (alt ?? '').trim().length >= 3

const said = (parts: Parts) => Object.fromEntries(Object.entries(parts).filter(([, text]) => text && text.trim() !== '')) as Parts

const place = (crisisId: string) => `leeward-draft-${crisisId}`
export function keepDraft(crisisId: string, draft: Draft | undefined) {
  if (draft) sessionStorage.setItem(place(crisisId), JSON.stringify(draft))
  else sessionStorage.removeItem(place(crisisId))
}
export function keptDraft(crisisId: string): Draft | undefined {
  try {
    const kept = sessionStorage.getItem(place(crisisId))
    // A draft from before an upgrade knows of no files.
    return kept ? ({ files: [], ...JSON.parse(kept) } as Draft) : undefined
  } catch {
    return undefined
  }
}
