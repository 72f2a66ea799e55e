import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { useMay, useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import styles from './Health.module.css'
import { type Entry, useGiveBack, useTake } from './health.ts'
import { OutcomeDialog } from './OutcomeDialog.tsx'
import { PutOffDialog } from './PutOffDialog.tsx'

/** One thing to do next: take it; once it is mine, say what came of it. */
export function CallActions({ entry }: { entry: Entry }) {
  const [open, setOpen] = useState<'outcome' | 'later'>()
  const { data: me } = useSession()
  const may = useMay('call')
  const [take, giveBack] = [useTake(), useGiveBack()]
  const { holder, state, name } = entry
  if (state === 'done' || state === 'over') return null
  if (holder && holder.id !== me?.id)
    return (
      <Text size="sm" className={`${styles.held} lw-blue`}>
        {t('health.hasIt', { name: holder.name })}
      </Text>
    )
  if (!may) return null
  const mine = holder !== null
  return (
    <Group gap="xs" className={styles.act}>
      {mine ? (
        <Button onClick={() => setOpen('outcome')} aria-label={t('health.of', { action: t('health.outcome'), name })}>
          {t('health.outcome')}
        </Button>
      ) : (
        <ActionButton write={take} body={entry}>
          {t('health.take')}
          <VisuallyHidden>: {name}</VisuallyHidden>
        </ActionButton>
      )}
      <Button variant="default" onClick={() => setOpen('later')} aria-label={t('health.of', { action: t('health.putOff'), name })}>
        {t('health.putOff')}
      </Button>
      {mine && (
        <ActionButton write={giveBack} body={entry} variant="default">
          {t('health.giveBack')}
          <VisuallyHidden>: {name}</VisuallyHidden>
        </ActionButton>
      )}
      {open === 'outcome' && <OutcomeDialog entry={entry} close={() => setOpen(undefined)} />}
      {open === 'later' && <PutOffDialog entry={entry} close={() => setOpen(undefined)} />}
    </Group>
  )
}
