import { Textarea } from '@mantine/core'
import type { RefObject } from 'react'
import { t } from '../../strings/t.ts'
import { composerKeys } from './composer-keys.ts'
import type { Drafting } from './use-draft.ts'

type Shown = { field: RefObject<HTMLTextAreaElement | null>; draft: Drafting; submit: (closes: boolean) => void; onWriting: (writing: boolean) => void }

/** The words for the customer. Colleagues see that somebody writes as long as the cursor stands in it. */
export function ReplyField({ field, draft: { draft, change }, submit, onWriting }: Shown) {
  return (
    <Textarea
      ref={field}
      aria-label={t('inbox.replyField')}
      placeholder={t('inbox.replyHint')}
      minRows={3}
      maxRows={10}
      maxLength={20_000}
      value={draft.text}
      onChange={(event) => {
        change({ text: event.currentTarget.value })
        onWriting(event.currentTarget.value !== '')
      }}
      onFocus={() => onWriting(draft.text !== '')}
      onBlur={() => onWriting(false)}
      onKeyDown={composerKeys(submit)}
    />
  )
}
