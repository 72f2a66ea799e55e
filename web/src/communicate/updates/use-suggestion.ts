import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Parts, UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { get, query } from '../../ui/api.ts'
import { useReadNow } from '../../ui/TimeBase.tsx'
import type { Suggestion } from '../../../../server/src/prepare/templates/suggestion.contract.ts'
import { type Draft, type Translations, wholeMinute } from './draft.ts'

/** Fills the composer: with the last update’s words while the phase stays the same, else from the template. By itself until somebody has typed; after that when asked, and then it can be undone. */
export function useSuggestion(crisisId: string, draft: Draft, last: UpdateView | undefined, setDraft: (change: (before: Draft) => Draft) => void) {
  const { phase, holding, touched, to } = draft
  const audience = to?.kind === 'stakeholders' ? to.audience : 'customers'
  const readNow = useReadNow()
  const [replaced, setReplaced] = useState<Draft>()
  const { data, error, refetch } = useQuery({
    queryKey: ['suggestion', crisisId, phase, holding, audience],
    queryFn: async ({ signal }) => {
      const { nextUpdateAt, translations, ...said } = await get<Suggestion>(
        crisisPath(crisisId, `/update-suggestion${query({ phase, holding, audience })}`),
        signal,
      )
      return { ...said, translations: byLanguage(translations), everyMs: nextUpdateAt ? Date.parse(nextUpdateAt) - readNow() : null }
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const promise = () => (data && data.everyMs !== null ? wholeMinute(readNow() + data.everyMs) : null)
  const put = (parts: Parts, translations: Translations) => {
    if (!data) return
    if (touched) setReplaced(draft)
    setDraft((before) => ({ ...before, parts, translations, nextUpdateAt: promise() }))
  }
  const fillAround = (parts: Parts) =>
    setDraft((before) => ({ ...before, parts: { ...parts, ...written(before.parts) }, nextUpdateAt: before.nextUpdateAt ?? promise() }))
  const fill = () => data && put(data.parts, data.translations)
  const fillAsBefore = last && (() => put(last.parts, last.translations))
  const goesOn = audience === 'customers' && last?.phase === phase && !last.holding && !holding
  // Not on every change of the draft: a new suggestion fills an untouched draft, once; who typed before it came keeps what was typed
  useEffect(() => {
    if (!data) return
    // What customers may read as a workaround by now counts, also where the last update knew another.
    const parts = last && goesOn ? { ...last.parts, workaround: data.parts.workaround || last.parts.workaround } : data.parts
    if (!touched) put(parts, last && goesOn ? last.translations : data.translations)
    else if (draft.parts.title.trim() === '') fillAround(parts)
  }, [data])
  const undo = () => {
    if (replaced) setDraft(() => replaced)
    setReplaced(undefined)
  }
  return {
    fill,
    fillAsBefore,
    error,
    refetch,
    from: data?.from ?? null,
    offered: data?.translations ?? {},
    everyMs: data?.everyMs ?? null,
    undo: replaced && undo,
  }
}

const byLanguage = (translations: Suggestion['translations']): Translations => Object.fromEntries(translations.map(({ locale, parts }) => [locale, parts]))
const written = (parts: Parts) => Object.fromEntries(Object.entries(parts).filter(([, text]) => text?.trim())) as Partial<Parts>
