import { useRef, useState } from 'react'
import type { Kind } from './composing.ts'
import { type Attached, type Draft, isEmpty, keepDraft, readDraft } from './draft.ts'

export type Drafting = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  clear: () => void
  seen: (message: number) => void
  /** As it is at this moment, also for who began before it was drawn anew. */
  files: () => Attached[]
  attached: (file: Attached) => void
  detached: (id: string) => void
}

/** A reply or note of one conversation, kept in this browser. A reply answers what was there when its first letter was written. */
export function useDraft(kind: Kind, conversation: number, newest: number): Drafting {
  const [draft, setDraft] = useState<Draft>(() => readDraft(kind, conversation) ?? { text: '', seen: newest, mentions: [], files: [] })
  // Files arrive while one writes: each change goes onto the newest.
  const latest = useRef(draft)
  const put = (next: Draft) => {
    latest.current = next
    setDraft(next)
    keepDraft(kind, conversation, next)
  }
  const change = (part: Partial<Draft>) => put({ ...latest.current, ...part, ...(isEmpty(latest.current) ? { seen: newest } : {}) })
  const files = () => latest.current.files
  return {
    draft,
    change,
    clear: () => put({ text: '', seen: newest, mentions: [], files: [] }),
    seen: (message) => put({ ...latest.current, seen: message }),
    files,
    attached: (file) => change({ files: [...files(), file] }),
    detached: (id) => change({ files: files().filter((each) => each.id !== id) }),
  }
}
