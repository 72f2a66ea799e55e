import { useCallback, useEffect, useRef, useState } from 'react'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { get, query } from '../../ui/api.ts'
import type { Draft, Suggestion } from './draft.ts'

/** Fills the composer from the playbook: by itself until somebody has typed, after that when asked. */
export function useSuggestion(crisisId: string, { phase, holding, touched }: Draft, setDraft: (change: (before: Draft) => Draft) => void) {
  const [error, setError] = useState<Error>()
  const asked = useRef(0)
  const fill = useCallback(async () => {
    const turn = ++asked.current
    try {
      const { parts, nextUpdateAt } = await get<Suggestion>(crisisPath(crisisId, `/update-suggestion${query({ phase, holding })}`))
      setError(undefined)
      if (turn === asked.current) setDraft((before) => ({ ...before, parts, nextUpdateAt }))
    } catch (failure) {
      setError(failure as Error)
    }
  }, [crisisId, phase, holding, setDraft])
  useEffect(() => {
    if (!touched) void fill()
  }, [touched, fill])
  return { fill, error }
}
