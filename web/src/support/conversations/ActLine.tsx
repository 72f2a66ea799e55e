import { t } from '../../strings/t.ts'
import { useMay } from '../../platform/session.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { actSentence } from './act-sentence.ts'
import { type ActView, type ConversationView, useAct } from './conversations.ts'
import styles from './Inbox.module.css'

type Shown = { act: ActView; conversation: ConversationView; go: (id: number) => void }

/** Something that was done: a thin line, with a way back where there is one. */
export function ActLine({ act, conversation, go }: Shown) {
  const undo = useAct(conversation.id, `acts/${act.id}/undo`, {
    done: t('inbox.undoneDone'),
    after: () => {
      const from = act.kind === 'split' && typeof act.data.from === 'number' ? act.data.from : undefined
      if (from !== undefined) go(from)
    },
  })
  const may = useMay('converse')
  const what = actSentence(act, conversation.crisis?.number)
  return (
    <div className={styles.act} data-undone={act.undoneAt !== null || undefined}>
      <span>
        <Moment at={act.at} /> · {what}
        {act.undoneAt && ` · ${t('inbox.undone')}`}
      </span>
      {act.undoable && may && (
        <button type="button" className={styles.quiet} aria-label={t('inbox.undoOf', { what })} disabled={undo.isPending} onClick={() => undo.mutate()}>
          {t('inbox.undo')}
        </button>
      )}
      <ErrorNote error={undo.error} />
    </div>
  )
}
