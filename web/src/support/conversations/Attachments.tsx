import { ActionIcon, Button, FileButton, Progress, Text, VisuallyHidden } from '@mantine/core'
import { useRef } from 'react'
import { ofOneReply } from '../../../../server/src/support/files/files.contract.ts'
import { t } from '../../strings/t.ts'
import { bytes } from '../../ui/format.ts'
import type { Attached } from './draft.ts'
import styles from './Inbox.module.css'
import type { Attaching } from './use-attaching.ts'

/** What goes out with it, and what is on its way up; each can be taken out again. */
export function Attachments({ files, attaching }: { files: Attached[]; attaching: Attaching }) {
  if (files.length === 0 && attaching.going.length === 0) return null
  return (
    <ul className={styles.attachments} aria-label={t('inbox.attached')}>
      {files.map(({ id, name, bytes: size, why }) => (
        <li key={id}>
          <span>{name}</span> <span className={styles.faint}>{bytes(size)}</span>
          <Out name={name} out={() => attaching.takeOut(id)} />
          {why && <span className="lw-amber">{why}</span>}
        </li>
      ))}
      {attaching.going.map(({ key, name, bytes: size, share, error }) => (
        <li key={key} data-refused={error !== undefined || undefined}>
          <span>{name}</span> <span className={styles.faint}>{bytes(size)}</span>
          <Out name={name} out={() => attaching.forget(key)} />
          {error ? (
            <span className="lw-red">{error}</span>
          ) : (
            <Progress className={styles.progress} value={share * 100} aria-label={t('inbox.fileGoing', { name })} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Out({ name, out }: { name: string; out: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" onClick={out}>
      <span aria-hidden>✕</span>
      <VisuallyHidden>{t('inbox.fileOut', { name })}</VisuallyHidden>
    </ActionIcon>
  )
}

export function AttachButton({ attaching }: { attaching: Attaching }) {
  const reset = useRef<() => void>(null)
  return (
    <FileButton
      multiple
      resetRef={reset}
      onChange={(chosen) => {
        attaching.add(chosen)
        reset.current?.()
      }}
    >
      {(props) => (
        <Button
          {...props}
          variant="default"
          size="sm"
          title={t('inbox.attachHint', { most: ofOneReply.most, each: ofOneReply.each / 1e6, together: ofOneReply.together / 1e6 })}
        >
          {t('inbox.attach')}
        </Button>
      )}
    </FileButton>
  )
}

/** Where the answer goes takes no files from here. */
export const NoFiles = ({ desk }: { desk: boolean }) => (
  <Text size="xs" c="dimmed">
    {t(desk ? 'inbox.filesNotToDesk' : 'inbox.filesNotToNetwork')}
  </Text>
)
