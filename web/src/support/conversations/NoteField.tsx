import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { composerKeys } from './composer-keys.ts'
import { namingAt } from './draft.ts'
import styles from './Inbox.module.css'
import type { Drafting } from './use-draft.ts'

type Someone = { id: string; name: string; permissions: string[] }
type Shown = { field: RefObject<HTMLTextAreaElement | null>; draft: Drafting; submit: () => void }
const most = 6

/** The words among us. After an @ it offers who is meant; they find the conversation among their mentions. */
export function NoteField({ field, draft: { draft, change }, submit }: Shown) {
  const list = useId()
  const [naming, setNaming] = useState<{ from: number; typed: string }>()
  const [chosen, setChosen] = useState(0)
  const people = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => get<Someone[]>('/api/people', signal), staleTime: 60_000 })
  const offered = naming
    ? (people.data ?? [])
        .filter(({ name, permissions }) => permissions.includes('read-conversations') && name.toLowerCase().includes(naming.typed.toLowerCase()))
        .slice(0, most)
    : []
  const put = ({ id, name }: Someone) => {
    if (!naming) return
    const before = `${draft.text.slice(0, naming.from)}@${name} `
    // At once: whoever goes on typing must not find the cursor moved under their hands.
    flushSync(() => {
      change({ text: before + draft.text.slice(naming.from + 1 + naming.typed.length), mentions: [...draft.mentions, { id, name }] })
      setNaming(undefined)
    })
    field.current?.setSelectionRange(before.length, before.length)
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (offered.length > 0 && !event.ctrlKey && !event.metaKey) {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (by !== 0) setChosen((chosen + by + offered.length) % offered.length)
      if (event.key === 'Enter' || event.key === 'Tab') put(offered[chosen] as Someone)
      if (event.key === 'Escape') setNaming(undefined)
      if (by !== 0 || ['Enter', 'Tab', 'Escape'].includes(event.key)) return event.preventDefault()
    }
    composerKeys(submit)(event)
  }
  return (
    <div className={styles.naming}>
      <Textarea
        ref={field}
        aria-label={t('inbox.noteField')}
        placeholder={t('inbox.notePlaceholder')}
        minRows={3}
        maxRows={10}
        maxLength={20_000}
        aria-autocomplete="list"
        aria-controls={list}
        aria-activedescendant={offered.length > 0 ? `${list}-${chosen}` : undefined}
        value={draft.text}
        onChange={({ currentTarget: { value, selectionStart } }) => {
          change({ text: value })
          setNaming(namingAt(value, selectionStart))
          setChosen(0)
        }}
        onKeyDown={press}
        onBlur={() => setTimeout(() => setNaming(undefined), 150)}
      />
      <div id={list} role="listbox" aria-label={t('inbox.whom')} className={styles.names} hidden={offered.length === 0}>
        {offered.map((person, nth) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: the field names the chosen one by aria-activedescendant
          <div
            key={person.id}
            id={`${list}-${nth}`}
            role="option"
            aria-selected={nth === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => put(person)}
          >
            {person.name}
          </div>
        ))}
      </div>
    </div>
  )
}
