import { useEffect, useRef, useState } from 'react'
import type { UploadView } from '../../../../server/src/support/files/files.contract.ts'
import { t } from '../../strings/t.ts'
import { announce } from '../../ui/Announcer.tsx'
import { query, randomId, request } from '../../ui/api.ts'
import { isProblem } from '../../ui/problem.ts'
import { uploadWatched } from '../../ui/upload.ts'
import { whyNot } from './attachable.ts'
import { conversationPath } from './conversations.ts'
import type { Drafting } from './use-draft.ts'

/** `share`: how far it is, from 0 to 1. `error`: why it was not taken. */
export type Going = { key: string; name: string; bytes: number; share: number; error?: string }
export type Attaching = { going: Going[]; busy: boolean; add: (files: File[]) => void; takeOut: (id: string) => void; forget: (key: string) => void }

/** The files of a reply or a note: each goes up at once, and stands in the draft when it is there. */
export function useAttaching(conversation: number, drafting: Drafting): Attaching {
  const [going, setGoing] = useState<Going[]>([])
  const stops = useRef(new Map<string, AbortController>())
  const now = useRef(drafting)
  now.current = drafting
  useEffect(() => {
    const all = stops.current
    return () => {
      for (const stop of all.values()) stop.abort()
    }
  }, [])
  const move = (key: string, part: Partial<Going>) => setGoing((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)))
  const forget = (key: string) => {
    stops.current.get(key)?.abort()
    stops.current.delete(key)
    setGoing((all) => all.filter((each) => each.key !== key))
  }
  const send = async (key: string, file: File) => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    try {
      const path = conversationPath(conversation, `/uploads${query({ name: file.name, type: file.type })}`)
      const { id, name, bytes, why } = await uploadWatched<UploadView>(path, file, { onProgress: (share) => move(key, { share }), signal: stop.signal })
      now.current.attached({ id, name, bytes, why })
      announce(t('inbox.fileAttached', { name }))
      forget(key)
    } catch (error) {
      if (stop.signal.aborted) return
      move(key, { error: isProblem(error) ? error.detail : t('problem.unreachable.detail') })
    }
  }
  const add = (files: File[]) => {
    let before = [...now.current.files(), ...going.filter(({ error }) => error === undefined)]
    for (const file of files) {
      const key = randomId()
      const error = whyNot(before, { bytes: file.size })
      setGoing((all) => [...all, { key, name: file.name, bytes: file.size, share: 0, ...(error ? { error } : {}) }])
      if (error) announce(`${file.name}: ${error}`)
      else {
        before = [...before, { bytes: file.size } as Going]
        void send(key, file)
      }
    }
  }
  const takeOut = (id: string) => {
    now.current.detached(id)
    // What stays behind where this is not heard is forgotten by itself.
    request('POST', conversationPath(conversation, `/uploads/${id}/removal`)).catch(() => {})
  }
  return { going, busy: going.some(({ error }) => error === undefined), add, takeOut, forget }
}
