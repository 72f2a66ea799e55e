import { ActionIcon, Anchor, Badge, Button, Collapse, Group, Menu, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { RegulatoryClock } from '../../../../server/src/assess/regulatory-clocks/regulatory.view.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { DutyDialog, type DutyDo } from './DutyDialog.tsx'
import styles from './Law.module.css'
import { MeetDialog } from './MeetDialog.tsx'

const colors = { running: 'blue', waiting: 'gray', met: 'green', dismissed: 'gray' } as const

/** One duty: how long there is, what it must say, and what closes it. */
export function LawClock({ clock }: { clock: RegulatoryClock }) {
  const may = useMay('regulatory')
  const [dialog, setDialog] = useState<DutyDo | 'meet'>()
  const [details, { toggle }] = useDisclosure(clock.state === 'running')
  const open = clock.state === 'running' || clock.state === 'waiting'
  const close = () => setDialog(undefined)
  return (
    <li className={styles.item}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <div>
          <Text size="xs" c="dimmed">
            {clock.regime} · {clock.jurisdiction}
          </Text>
          <Text fw={600}>{clock.title}</Text>
        </div>
        {clock.state === 'running' && clock.deadline ? (
          <Countdown to={clock.deadline} from={clock.basisAt ?? clock.alsoAt ?? clock.startedAt} size="1.25rem" weight={650} />
        ) : (
          <Badge color={colors[clock.state]}>{tOf('law.state', clock.state)}</Badge>
        )}
      </Group>
      <Text size="sm" className={clock.missed && open ? 'lw-red' : ''}>
        {clock.state === 'running' && !clock.deadline && t('law.promptly')}
        {clock.deadline && clock.state !== 'dismissed' && (
          <>
            {t('law.dueBy')} <Moment at={clock.deadline} />
          </>
        )}
        {clock.missed && open && ` · ${t('law.missed')}`}
        {clock.metAt && (
          <>
            {' · '}
            {tOf('law.state', 'met')} <Moment at={clock.metAt} /> {clock.by?.name}
          </>
        )}
      </Text>
      {clock.note && (
        <Text size="sm" className="lw-prewrap">
          {clock.note}
        </Text>
      )}
      {clock.attachments.map((file) => (
        <Anchor key={file.id} size="sm" display="block" href={`/api/attachments/${file.id}`} download>
          {file.name}
        </Anchor>
      ))}
      <Collapse expanded={details}>
        <Text size="sm" mt={6}>
          {clock.trigger}
        </Text>
        <Text size="sm" c="dimmed">
          {t('law.from', { basis: tOf('basis', clock.startsFrom) })}. {clock.authority}.
        </Text>
        <Text size="sm" fw={600} mt={6}>
          {t('law.content')}
        </Text>
        <ul className={styles.content}>
          {clock.content.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {clock.extensions && (
          <Text size="sm" mt={6}>
            <b>{t('law.extensions')}:</b> {clock.extensions}
          </Text>
        )}
        <Text size="xs" c="dimmed" mt={6}>
          {t('law.source')}: {clock.source} ({tOf('law.evidence', clock.evidence)}). {clock.verify}
        </Text>
      </Collapse>
      <div className={styles.actions}>
        {open && may && (
          <Button size="compact-sm" onClick={() => setDialog('meet')}>
            {t('law.meet')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={toggle} aria-expanded={details}>
          {t('law.register')}
        </Button>
        {open && may && (
          <Menu position="bottom-start" shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('law.more', { title: clock.title })}>
                <Icon name="menu" size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {clock.startsFrom !== 'notification-sent' && <Menu.Item onClick={() => setDialog('moment')}>{t('law.date')}</Menu.Item>}
              {clock.deadline && <Menu.Item onClick={() => setDialog('extension')}>{t('law.extend')}</Menu.Item>}
              <Menu.Item onClick={() => setDialog('dismissal')}>{t('law.dismiss')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {dialog === 'meet' && <MeetDialog clock={clock} close={close} />}
      {dialog && dialog !== 'meet' && <DutyDialog clock={clock} what={dialog} close={close} />}
    </li>
  )
}
