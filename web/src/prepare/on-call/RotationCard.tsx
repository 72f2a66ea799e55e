import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atDate, atDayTime } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { CalendarLink } from './CalendarLink.tsx'
import { dutyInWords, everyInWords, onCallKey, type RotationView } from './on-call.ts'
import { RotationDialog } from './RotationDialog.tsx'
import { ShiftPlot } from './ShiftPlot.tsx'

export function RotationCard({ rotation }: { rotation: RotationView }) {
  const { id, name, members, duty, timeZone, handOffAt, startsOn, usedBy } = rotation
  const allowed = useMay('on-call')
  const [editing, { open, close }] = useDisclosure(false)
  const remove = useWrite({ path: `/api/rotations/${id}/removal`, touches: [onCallKey] })
  const gone = members.filter(({ here }) => !here)
  const actions = (
    <Group gap={6}>
      <CalendarLink path={`/api/rotations/${id}/calendar-link`} label={t('calendar.label')} may="on-call" small />
      <Button size="compact-sm" variant="default" onClick={open} disabled={!allowed}>
        {t('edit')}
      </Button>
      <ActionButton
        write={remove}
        body={undefined}
        size="compact-sm"
        variant="subtle"
        color="gray"
        may="on-call"
        confirm={{ title: t('rotation.removeTitle'), text: t('rotation.removeText'), label: t('rotation.remove') }}
      >
        {t('rotation.remove')}
      </ActionButton>
    </Group>
  )
  return (
    <Card title={name} aside={actions}>
      <Stack gap="sm">
        <div>
          <Text size="sm">{t('rotation.how', { every: everyInWords(rotation), time: handOffAt, zone: timeZone, date: atDate(startsOn) })}</Text>
          <Text size="sm">{t('rotation.members', { names: members.map((member) => member.name).join(', ') })}</Text>
          {duty && <Text size="sm">{t('rotation.duty', { windows: dutyInWords(duty) })}</Text>}
          <Text size="sm" c="dimmed">
            {usedBy.length > 0 ? t('rotation.usedBy', { policies: usedBy.join(', ') }) : t('rotation.unused')}
          </Text>
          {gone.map((member) => (
            <Text key={member.id} size="sm" className="lw-red" fw={600}>
              {t('rotation.gone', { name: member.name })}
            </Text>
          ))}
        </div>
        <ShiftPlot rotation={rotation} />
        {rotation.overrides.length > 0 && <Overrides rotation={rotation} />}
      </Stack>
      {editing && <RotationDialog rotation={rotation} close={close} />}
    </Card>
  )
}

function Overrides({ rotation }: { rotation: RotationView }) {
  const remove = useWrite<unknown, string>({ path: (id) => `/api/rotations/${rotation.id}/overrides/${id}/removal`, send: () => ({}), touches: [onCallKey] })
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('override.list')}
      </Text>
      {rotation.overrides.map(({ id, person, insteadOf, from, until }) => {
        const values = { person: person.name, from: atDayTime(from), until: atDayTime(until) }
        return (
          <Group key={id} gap="xs" className="lw-figures">
            <Text size="sm">{insteadOf ? t('override.saysInstead', { ...values, instead: insteadOf.name }) : t('override.says', values)}</Text>
            <ActionButton write={remove} body={id} size="compact-xs" variant="subtle" color="gray" may="on-call">
              {t('override.remove')}
            </ActionButton>
          </Group>
        )
      })}
    </div>
  )
}
