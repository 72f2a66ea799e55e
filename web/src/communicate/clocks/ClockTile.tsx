import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ClockView } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Countdown } from '../../ui/Countdown.tsx'
import { atNear } from '../../ui/format.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { pressing } from '../../ui/pressing.ts'
import { useNow } from '../../ui/TimeBase.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from './Clocks.module.css'
import { WaiveDialog } from './WaiveDialog.tsx'
import { clockName } from './clock-name.ts'

export function ClockTile({ clock }: { clock: ClockView }) {
  const { id } = useRoom()
  const now = useNow()
  const [waiving, { open, close }] = useDisclosure(false)
  const complete = useWrite({ path: crisisPath(id, `/clocks/${encodeURIComponent(clock.id)}/completion`), touches: touched(id) })
  const [start, end] = [Date.parse(clock.startedAt), Date.parse(clock.deadline)]
  const passed = Math.min(100, Math.max(0, ((now - start) / Math.max(1, end - start)) * 100))
  return (
    <article className={styles.tile} data-pressing={pressing(end, now, start)}>
      <Group justify="space-between" align="baseline" gap="0 8px">
        <Text size="sm" fw={600}>
          {clockName(clock)}
        </Text>
        <Countdown to={clock.deadline} from={clock.startedAt} size="1.625rem" weight={650} />
      </Group>
      <Group justify="space-between" gap={4}>
        <Text size="xs" c="dimmed" className="lw-figures">
          {t('clock.due', { at: atNear(clock.deadline, now) })}
        </Text>
        <Group gap={2}>
          {clock.audience && (
            <ButtonLink
              to="/crises/$crisisId/updates"
              params={{ crisisId: id }}
              search={{ write: 'update', to: clock.audience }}
              size="compact-xs"
              variant="default"
            >
              {t('clock.writeTo', { audience: tOf('audience', clock.audience).toLowerCase() })}
            </ButtonLink>
          )}
          {clock.byHand && (
            <ActionButton write={complete} body={undefined} size="compact-xs" variant="default" may="command">
              {t('clock.done')}
            </ActionButton>
          )}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={open}>
            {t('clock.waive')}
          </Button>
        </Group>
      </Group>
      <span className={styles.bar}>
        <i style={{ width: `${passed}%` }} />
      </span>
      {waiving && <WaiveDialog clock={clock} close={close} />}
    </article>
  )
}
