import { Anchor, Badge, Group, Text, Title } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { clockName } from '../../communicate/clocks/clock-name.ts'
import { t, tOf } from '../../strings/t.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { Elapsed } from '../../ui/Elapsed.tsx'
import { atNear } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { CommandSeat } from './CommandSeat.tsx'
import styles from './RoomHeader.module.css'
import { RoomMenu } from './RoomMenu.tsx'
import { useRoom } from './room.ts'
import { SeverityButton } from './SeverityButton.tsx'
import { StatusBadge } from './StatusBadge.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'

/** What stays in sight in every part of the room: what it is, how bad, since when, and who has it. */
export function RoomHeader() {
  const room = useRoom()
  const overview = useLocation({ select: ({ pathname }) => pathname.replace(/\/$/, '').endsWith(room.id) })
  return (
    <header className={styles.header}>
      <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
        <div className={styles.title}>
          <Group gap="xs">
            <SeverityButton />
            <StatusBadge status={room.status} />
            {room.practice && <Badge color="gray">{t('practice')}</Badge>}
            {room.rate !== 1 && (
              <Badge color="gray" title={room.rate === 0 ? t('room.paused') : t('room.rate', { rate: room.rate })}>
                {room.rate}×
              </Badge>
            )}
            <Text size="sm" c="dimmed" className="lw-figures">
              {room.number} · {tOf('kind', room.kind)}
            </Text>
          </Group>
          <Title order={1} className="lw-clip">
            {room.title}
          </Title>
        </div>
        <Group gap="xs" wrap="nowrap" className="lw-screen">
          {room.status !== 'closed' && (
            <ButtonLink
              to="/crises/$crisisId/updates"
              params={{ crisisId: room.id }}
              search={{ write: 'update' }}
              variant="light"
              visibleFrom="sm"
              leftSection={<Icon name="edit" size={16} />}
            >
              {t('updates.write')}
            </ButtonLink>
          )}
          <RoomMenu />
        </Group>
      </Group>
      <dl className={styles.facts} data-brief={!overview || undefined}>
        <Fact label={room.restoredAt ? t('room.lasted') : t('room.elapsed')}>
          <b className={styles.elapsed}>
            <Elapsed since={room.onsetAt} until={room.restoredAt} />
          </b>
        </Fact>
        {!overview && <NearestClock />}
        <Fact extra label={t('room.onset')}>
          <Moment at={room.onsetAt} />
        </Fact>
        <Fact label={t('room.commander')}>
          <CommandSeat />
        </Fact>
        <Fact extra label={t('room.services')}>
          <Scope />
        </Fact>
        <Fact extra="wide" label={t('room.playbook')}>
          <TextLink size="sm" to="/playbooks/$key" params={{ key: room.playbook.key }}>
            {room.playbook.title} {room.playbook.version}
            {room.playbook.revision > 0 && ` (${room.playbook.revision})`}
          </TextLink>
        </Fact>
        <Fact extra="wide" label={room.brand.name}>
          <Anchor size="sm" href={room.statusPageUrl} target="_blank" rel="noreferrer">
            {t('nav.statusPage')} <Icon name="link" size={13} />
          </Anchor>
        </Fact>
      </dl>
    </header>
  )
}

/** Away from the overview, the promise that expires next stays in sight. */
function NearestClock() {
  const { clocks } = useRoom()
  const nearest = clocks.filter(({ state }) => state === 'running').sort((one, other) => Date.parse(one.deadline) - Date.parse(other.deadline))[0]
  if (!nearest) return null
  return (
    <Fact label={clockName(nearest)}>
      <Countdown to={nearest.deadline} from={nearest.startedAt} size="1.125rem" weight={650} />
    </Fact>
  )
}

/** On a phone, only the overview shows the extra facts, and those for wide screens are left to the menu. */
function Fact({ label, extra, children }: { label: string; extra?: boolean | 'wide'; children: ReactNode }) {
  return (
    <div data-extra={extra}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Scope() {
  const { scope } = useRoom()
  if (scope.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('room.noServices')}
      </Text>
    )
  return (
    <ul className={styles.scope}>
      {scope.map((row) => (
        <li key={JSON.stringify(row)}>
          {row.service}{' '}
          <span>
            ({row.regions?.join(', ') ?? t('room.everyRegion')}, {tOf('degree', row.degree)}
            {row.until ? `, ${t('room.windowEnded', { at: atNear(row.until) })}` : ''})
          </span>
        </li>
      ))}
    </ul>
  )
}
