// A draft saves itself a second after the last key; a save that meets another's is put together where that is possible, and asked about where it is not.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { get, randomId, request } from '../../ui/api.ts'
import { Problem } from '../../ui/problem.ts'
import { type Draft, isUnsaved, savedAs, toSent } from './draft.ts'
import { type Content, contentOf, merge, type Piece, takeOver } from './merge.ts'

type Met = { theirs: UpdateView; conflicts: Piece[] }
export type SavingState =
  | { is: 'idle' | 'saving' | 'offline' }
  | { is: 'saved'; at: number }
  | { is: 'gone'; status: UpdateView['status'] | undefined }
  | { is: 'refused'; error: Error; of: Draft }
  | ({ is: 'conflict' } & Met)
type Change = (change: (before: Draft) => Draft) => void

const [afterMs, againMs] = [1_000, 5_000]

/** `paused`: while the last look is taken, nothing moves by itself. `save` answers what was saved, or nothing where it was not. */
export function useSaving(crisisId: string, draft: Draft, setDraft: Change, paused: boolean) {
  const client = useQueryClient()
  const latest = useRef(draft)
  latest.current = draft
  const running = useRef<Promise<UpdateView | undefined>>(undefined)
  const creating = useRef<{ key: string; body: unknown; as: string }>(undefined)
  const [state, setState] = useState<SavingState>({ is: 'idle' })
  const [taken, setTaken] = useState<{ by: string; pieces: Piece[] }>()
  const change = (more: Partial<Draft>) => {
    latest.current = { ...latest.current, ...more }
    setDraft((before) => ({ ...before, ...more }))
  }

  async function send(): Promise<UpdateView | undefined> {
    const now = latest.current
    setState({ is: 'saving' })
    const { updateId, revision } = now
    // A first save that nobody answered may have been heard: the same is sent under the same key, so that there are never two drafts.
    if (!updateId) creating.current ??= { key: randomId(), body: toSent(now), as: savedAs(now) }
    const { as, ...first } = creating.current ?? { as: savedAs(now) }
    const saved = updateId
      ? await request<UpdateView>('PUT', `/api/updates/${encodeURIComponent(updateId)}`, { body: { ...toSent(now), ...(revision ? { revision } : {}) } })
      : await request<UpdateView>('POST', crisisPath(crisisId, '/updates'), first)
    creating.current = undefined
    // What was typed after the words that were sent first is saved next.
    change({ updateId: saved.id, revision: saved.revision, savedAs: as })
    setState({ is: 'saved', at: Date.now() })
    if (!updateId) for (const queryKey of touched(crisisId)) void client.invalidateQueries({ queryKey })
    if (as !== savedAs(now)) return send()
    return saved
  }

  async function meet(): Promise<UpdateView | undefined> {
    const theirs = await get<UpdateView>(`/api/updates/${encodeURIComponent(latest.current.updateId ?? '')}`)
    if (theirs.status !== 'draft') return void setState({ is: 'gone', status: theirs.status })
    const base = latest.current.savedAs ? (JSON.parse(latest.current.savedAs) as Content) : undefined
    const { merged, taken: pieces, conflicts } = merge(base, contentOf(latest.current), contentOf(theirs))
    if (conflicts.length > 0) return void setState({ is: 'conflict', theirs, conflicts })
    change({ ...merged, revision: theirs.revision, savedAs: savedAs(theirs) })
    if (pieces.length > 0) setTaken({ by: theirs.changedBy?.name ?? theirs.author.name, pieces })
    return send()
  }

  const once = () =>
    send().catch(async (error: unknown) => {
      if (error instanceof Problem && error.code === 'changed-meanwhile' && latest.current.updateId) return meet()
      throw error
    })
  async function save(): Promise<UpdateView | undefined> {
    if (running.current) await running.current
    running.current = once().catch((error: Error) => {
      const unheard = error instanceof Problem && error.unheard
      if (!unheard) creating.current = undefined
      if (unheard) setState({ is: 'offline' })
      else if (error instanceof Problem && error.code === 'already-done') setState({ is: 'gone', status: undefined })
      else setState({ is: 'refused', error, of: latest.current })
      return undefined
    })
    const saved = await running.current
    running.current = undefined
    return saved
  }

  const unsaved = draft.touched && draft.parts.title.trim() !== '' && isUnsaved(draft)
  // What was refused is tried again once it says something else.
  const stuck = state.is === 'conflict' || state.is === 'gone' || (state.is === 'refused' && state.of === draft)
  useEffect(() => {
    if (!unsaved || paused || stuck || state.is === 'saving') return
    const timer = setTimeout(() => void save(), state.is === 'offline' ? againMs : afterMs)
    return () => clearTimeout(timer)
  }, [draft, unsaved, paused, stuck, state.is])

  const settle = (pieces: (met: Met) => Piece[]) => {
    if (state.is !== 'conflict') return
    const { theirs } = state
    const base = latest.current.savedAs ? (JSON.parse(latest.current.savedAs) as Content) : undefined
    const { merged } = merge(base, contentOf(latest.current), contentOf(theirs))
    change({ ...takeOver(merged, contentOf(theirs), pieces(state)), revision: theirs.revision, savedAs: savedAs(theirs) })
    setState({ is: 'idle' })
  }
  return {
    state,
    taken,
    unsaved,
    save,
    /** They changed it, and I have typed nothing since: mine is made theirs. */
    catchUp: () => void meet().catch((error: Error) => setState({ is: 'refused', error, of: latest.current })),
    keepMine: () => settle(() => []),
    takeTheirs: () => settle(({ conflicts }) => conflicts),
    /** It is no draft any more: the words go on as a new one. */
    goOn: () => {
      change({ updateId: undefined, revision: undefined, savedAs: undefined })
      setState({ is: 'idle' })
    },
  }
}
export type Saving = ReturnType<typeof useSaving>
