import { ActionIcon, Button, Checkbox, Chip, Group, Input, Modal, MultiSelect, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { WriteRotation } from '../../../../server/src/prepare/on-call/on-call.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { toLocalInput } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Day, onCallKey, type RotationView, usePeople } from './on-call.ts'

const zones = Intl.supportedValuesOf('timeZone')
const days: Day[] = [1, 2, 3, 4, 5, 6, 7]
const office = { days: [1, 2, 3, 4, 5], from: '09:00', until: '17:00' }

export function RotationDialog({ rotation, close }: { rotation?: RotationView; close: () => void }) {
  const people = usePeople()
  const [given, setGiven] = useState<WriteRotation>(() => (rotation ? asWritten(rotation) : fresh()))
  const set = (part: Partial<WriteRotation>) => setGiven((before) => ({ ...before, ...part }))
  const save = useWrite<unknown, WriteRotation>({
    method: rotation ? 'PUT' : 'POST',
    path: rotation ? `/api/rotations/${rotation.id}` : '/api/rotations',
    touches: [onCallKey],
    done: t('rotation.saved'),
    after: close,
  })
  const names = new Map([...(rotation?.members ?? []), ...(people.data ?? []).filter(({ groups }) => groups.length > 0)].map(({ id, name }) => [id, name]))
  const window = given.duty?.[0]
  return (
    <Modal opened onClose={close} size="lg" title={rotation ? t('rotation.edit', { name: rotation.name }) : t('rotation.new')}>
      <Stack>
        <TextInput
          label={t('rotation.name')}
          placeholder={t('rotation.namePlaceholder')}
          required
          data-autofocus
          maxLength={120}
          value={given.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('rotation.people')}
          required
          searchable
          data={[...names].map(([value, label]) => ({ value, label }))}
          value={given.members}
          onChange={(members) => set({ members })}
        />
        <Order ids={given.members} nameOf={(id) => names.get(id) ?? '…'} onChange={(members) => set({ members })} />
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <NumberInput
            label={t('rotation.length')}
            min={1}
            max={1_000}
            allowDecimal={false}
            value={given.every ?? 1}
            onChange={(every) => set({ every: Number(every) || 1 })}
          />
          <Select
            label={t('rotation.unit')}
            allowDeselect={false}
            data={(['hours', 'days', 'weeks'] as const).map((unit) => ({ value: unit, label: tOf('unit', unit) }))}
            value={given.unit ?? 'weeks'}
            onChange={(unit) => set({ unit: unit as RotationView['unit'] })}
          />
          <TextInput label={t('rotation.handOff')} type="time" value={given.handOffAt} onChange={(event) => set({ handOffAt: event.currentTarget.value })} />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t('rotation.starts')} type="date" value={given.startsOn} onChange={(event) => set({ startsOn: event.currentTarget.value })} />
          <Select
            label={t('rotation.zone')}
            description={t('rotation.zoneHint')}
            inputWrapperOrder={['label', 'input', 'description']}
            searchable
            allowDeselect={false}
            limit={50}
            data={zones.includes(given.timeZone) ? zones : [given.timeZone, ...zones]}
            value={given.timeZone}
            onChange={(timeZone) => timeZone && set({ timeZone })}
          />
        </SimpleGrid>
        <Checkbox label={t('rotation.limited')} checked={Boolean(window)} onChange={(event) => set({ duty: event.currentTarget.checked ? [office] : null })} />
        {window && (
          <>
            <Input.Wrapper label={t('rotation.days')} labelElement="div">
              <Chip.Group multiple value={window.days.map(String)} onChange={(chosen) => set({ duty: [{ ...window, days: chosen.map(Number).sort() }] })}>
                <Group gap={4} mt={4}>
                  {days.map((day) => (
                    <Chip key={day} value={String(day)} size="xs">
                      {tOf('day', day)}
                    </Chip>
                  ))}
                </Group>
              </Chip.Group>
            </Input.Wrapper>
            <SimpleGrid cols={2}>
              <TextInput
                label={t('rotation.from')}
                type="time"
                value={window.from}
                onChange={(event) => set({ duty: [{ ...window, from: event.currentTarget.value }] })}
              />
              <TextInput
                label={t('rotation.to')}
                type="time"
                value={window.until}
                onChange={(event) => set({ duty: [{ ...window, until: event.currentTarget.value }] })}
              />
            </SimpleGrid>
          </>
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={save} body={given} disabled={given.name.trim() === '' || given.members.length === 0 || window?.days.length === 0} may="on-call">
            {t('save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Whose turn comes first, second, third; an arrow moves somebody forward. */
function Order({ ids, nameOf, onChange }: { ids: string[]; nameOf: (id: string) => string; onChange: (ids: string[]) => void }) {
  if (ids.length < 2) return null
  const forward = (at: number) => onChange(ids.with(at - 1, ids[at] as string).with(at, ids[at - 1] as string))
  return (
    <Group component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('rotation.order')}>
      {ids.map((id, i) => (
        <Group key={id} component="li" gap={4} wrap="nowrap">
          {i > 0 && (
            <ActionIcon variant="default" size="sm" aria-label={t('rotation.forward', { name: nameOf(id) })} onClick={() => forward(i)}>
              ←
            </ActionIcon>
          )}
          <Text size="sm">
            {i + 1}. {nameOf(id)}
          </Text>
        </Group>
      ))}
    </Group>
  )
}

const fresh = (): WriteRotation => ({
  name: '',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  every: 1,
  unit: 'weeks',
  handOffAt: '09:00',
  startsOn: toLocalInput(Date.now()).slice(0, 10),
  members: [],
  duty: null,
})
const asWritten = ({ name, timeZone, every, unit, handOffAt, startsOn, members, duty }: RotationView): WriteRotation => ({
  name,
  timeZone,
  every,
  unit,
  handOffAt,
  startsOn,
  members: members.map(({ id }) => id),
  duty,
})
