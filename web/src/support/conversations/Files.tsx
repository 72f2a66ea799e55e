import { Anchor } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { bytes } from '../../ui/format.ts'
import { conversationPath, type MessageView } from './conversations.ts'
import styles from './Inbox.module.css'

/** What came with it; what was not kept says why. */
export function Files({ conversation, files }: { conversation: number; files: MessageView['files'] }) {
  return (
    <ul className={styles.files} aria-label={t('inbox.files')}>
      {files.map(({ id, name, bytes: size, verdict, why }) => (
        <li key={id} data-verdict={verdict}>
          {verdict === 'kept' ? (
            <Anchor href={conversationPath(conversation, `/files/${id}`)} download={name} size="sm">
              {name}
            </Anchor>
          ) : (
            <span>{name}</span>
          )}{' '}
          <span className={styles.faint}>{bytes(size)}</span>
          {verdict === 'refused' && <span className="lw-red"> {t('inbox.refusedFile', { why: why ?? '' })}</span>}
        </li>
      ))}
    </ul>
  )
}
