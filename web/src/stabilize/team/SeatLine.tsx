import { Badge, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { OfferView, SeatView } from '../../../../server/src/stabilize/roles/team.contract.ts'
import { useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useNow } from '../../ui/TimeBase.tsx'
import { useRoom } from '../crisis/room.ts'
import { useCommand } from '../crisis/use-part.ts'
import { OfferDialog } from './OfferDialog.tsx'
import { OfferNote } from './OfferNote.tsx'
import { roleAbout, roleName } from './role-name.ts'
import styles from './Team.module.css'

/** One seat: who has it, what it decides, and what I can do about it. */
export function SeatLine({ seat, offer }: { seat: SeatView; offer: OfferView | undefined }) {
  const { status, commander } = useRoom()
  const { data: me } = useSession()
  const now = useNow(60_000)
  const [offering, { open, close }] = useDisclosure(false)
  const take = useCommand(`/team/${seat.role}`)
  const leave = useCommand(`/team/${seat.role}/departure`)
  const [mine, leading] = [seat.holder?.id === me?.id, commander?.id === me?.id]
  const command = seat.role === 'commander'
  const tired = seat.relieveAt !== null && Date.parse(seat.relieveAt) <= now
  const state = offer ? 'offered' : seat.needed && !seat.holder ? 'missing' : 'held'
  return (
    <li className={styles.seat} data-state={state}>
      <Group justify="space-between" gap={6} wrap="nowrap" align="flex-start">
        <Text size="sm" c="dimmed">
          {roleName(seat.role, seat.title)}
        </Text>
        {tired ? <Badge color="amber">{t('team.relief')}</Badge> : seat.needed && !seat.holder && <Badge color="amber">{t('team.needed')}</Badge>}
      </Group>
      {seat.holder ? (
        <Text fw={600}>
          {seat.holder.name}{' '}
          {seat.since && (
            <Text span size="xs" c="dimmed" fw={400}>
              {t('team.since')} <Moment at={seat.since} />
            </Text>
          )}
        </Text>
      ) : (
        <Text fw={600} c="dimmed">
          {t('team.empty')}
        </Text>
      )}
      <Text size="sm">{roleAbout(seat.role, seat.about)}</Text>
      {seat.decides.length > 0 && (
        <ul className={styles.decides} aria-label={t('team.decides')}>
          {seat.decides.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {offer && <OfferNote offer={offer} />}
      {status !== 'closed' && (
        <div className={styles.actions}>
          {!command && !mine && (
            <ActionButton
              write={take}
              body={undefined}
              size="compact-sm"
              variant={seat.holder ? 'subtle' : 'light'}
              may="respond"
              {...(seat.holder
                ? { confirm: { title: t('team.takeTitle', { name: seat.holder.name }), text: t('team.takeText'), label: t('team.takeOver') } }
                : {})}
            >
              {seat.holder ? t('team.takeOver') : t('team.take')}
            </ActionButton>
          )}
          {(mine || leading) && !offer && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={open}
              aria-label={`${seat.holder ? t('team.handOver') : t('team.ask')} ${roleName(seat.role, seat.title)}`}
            >
              {seat.holder ? t('team.handOver') : t('team.ask')}
            </Button>
          )}
          {!command && mine && (
            <ActionButton write={leave} body={undefined} size="compact-sm" variant="subtle" color="gray" may="respond">
              {t('team.leave')}
            </ActionButton>
          )}
        </div>
      )}
      {offering && <OfferDialog seat={seat} close={close} />}
    </li>
  )
}
