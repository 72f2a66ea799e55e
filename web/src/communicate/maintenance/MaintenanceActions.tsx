import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { hasBegun, type Work } from './maintenance.ts'
import { PlanDialog } from './PlanDialog.tsx'
import { SayDialog, type To } from './SayDialog.tsx'

/** What can be said of it as it stands, from the likeliest on. */
function sayable({ state }: Work): To[] {
  if (state === 'scheduled') return ['word', 'in_progress', 'cancelled']
  return state === 'in_progress' ? ['verifying', 'completed', 'word'] : ['completed', 'word']
}

export function MaintenanceActions({ work, timeZone }: { work: Work; timeZone: string }) {
  const [open, setOpen] = useState<To | 'change'>()
  const [mayAnnounce, mayDeclare] = [useMay('approve-update'), useMay('declare')]
  const close = () => setOpen(undefined)
  const main: To | undefined = work.late ? 'completed' : undefined
  return (
    <Group gap="xs">
      {mayAnnounce &&
        sayable(work).map((to) => (
          <Button key={to} size="compact-sm" variant={to === main ? 'filled' : 'default'} onClick={() => setOpen(to)} aria-label={labelOf(to, work)}>
            {tOf('maintenance.say', to)}
          </Button>
        ))}
      {mayAnnounce && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setOpen('change')}
          aria-label={t('maintenance.ofIt', { action: changeWord(work), title: work.title })}
        >
          {changeWord(work)}
        </Button>
      )}
      {mayDeclare && hasBegun(work) && (
        <ButtonLink
          to="/declare"
          search={{ kind: 'planned-maintenance', title: t('maintenance.declareTitle', { title: work.title }), services: work.services.map(({ id }) => id) }}
          size="compact-sm"
          variant="light"
          color="red"
          aria-label={t('maintenance.ofIt', { action: t('maintenance.declare'), title: work.title })}
        >
          {t('maintenance.declare')}
        </ButtonLink>
      )}
      {open === 'change' && <PlanDialog work={work} timeZone={timeZone} close={close} />}
      {open && open !== 'change' && <SayDialog work={work} to={open} close={close} />}
    </Group>
  )
}

const changeWord = (work: Work) => (hasBegun(work) ? t('maintenance.moveEnd') : t('maintenance.change'))
const labelOf = (to: To, { title }: Work) => t('maintenance.ofIt', { action: tOf('maintenance.say', to), title })
