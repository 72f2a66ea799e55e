import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { DismissDialog } from './DismissDialog.tsx'
import { PromoteDialog } from './PromoteDialog.tsx'
import { PutOff } from './PutOff.tsx'
import type { Suspicion } from './suspicions.ts'

/** One thing to do first; the others beside it, quieter. */
export function SuspicionActions({ suspicion, timeZone, putOff = true }: { suspicion: Suspicion; timeZone?: string | undefined; putOff?: boolean }) {
  const [open, setOpen] = useState<'promote' | 'dismiss'>()
  const close = () => setOpen(undefined)
  const label = (action: string) => t('suspicions.of', { action, title: suspicion.title })
  return (
    <Group gap="xs">
      <Button onClick={() => setOpen('promote')} aria-label={label(t('suspicions.promote'))} {...(putOff ? {} : { variant: 'default', size: 'compact-sm' })}>
        {t('suspicions.promote')}
      </Button>
      {putOff && <PutOff suspicion={suspicion} timeZone={timeZone} />}
      <Button variant="default" onClick={() => setOpen('dismiss')} aria-label={label(t('suspicions.dismiss'))} {...(putOff ? {} : { size: 'compact-sm' })}>
        {t('suspicions.dismiss')}
      </Button>
      {open === 'promote' && <PromoteDialog suspicion={suspicion} close={close} />}
      {open === 'dismiss' && <DismissDialog suspicion={suspicion} close={close} />}
    </Group>
  )
}
