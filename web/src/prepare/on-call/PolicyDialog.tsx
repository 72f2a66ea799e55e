import { Button, Fieldset, Group, Modal, MultiSelect, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { WritePolicy } from '../../../../server/src/prepare/on-call/policies.contract.ts'
import type { ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { kinds } from '../../stabilize/crisis/declare.ts'
import { severities } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get } from '../../ui/api.ts'
import { useWrite } from '../../ui/use-write.ts'
import { onCallKey, type PolicyView, type RotationView, usePeople } from './on-call.ts'

type Target = PolicyView['steps'][number]['targets'][number]['target']
type GroupName = Extract<Target, { kind: 'group' }>['group']
const groups: GroupName[] = ['commander', 'administrator', 'communicator', 'responder', 'legal', 'finance', 'customer-success']

export function PolicyDialog({ policy, rotations, close }: { policy?: PolicyView; rotations: RotationView[]; close: () => void }) {
  const services = useQuery({ queryKey: ['services'], queryFn: ({ signal }) => get<ServiceView[]>('/api/services', signal), staleTime: 60_000 })
  const [given, setGiven] = useState(() => (policy ? asWritten(policy) : fresh(rotations)))
  const set = (part: Partial<WritePolicy>) => setGiven((before) => ({ ...before, ...part }))
  const filter = (part: Partial<NonNullable<WritePolicy['filter']>>) => set({ filter: { ...given.filter, ...part } })
  const step = (at: number, part: Partial<WritePolicy['steps'][number]>) =>
    set({ steps: given.steps.map((each, i) => (i === at ? { ...each, ...part } : each)) })
  const save = useWrite<unknown, WritePolicy>({
    method: policy ? 'PUT' : 'POST',
    path: policy ? `/api/escalation-policies/${policy.id}` : '/api/escalation-policies',
    touches: [onCallKey],
    done: t('policy.saved'),
    after: close,
  })
  return (
    <Modal opened onClose={close} size="lg" title={policy ? t('policy.edit', { name: policy.name }) : t('policy.new')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('rotation.name')}
            required
            data-autofocus
            maxLength={120}
            value={given.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <NumberInput
            label={t('policy.position')}
            description={t('policy.positionHint')}
            inputWrapperOrder={['label', 'input', 'description']}
            min={0}
            max={10_000}
            allowDecimal={false}
            value={given.position ?? 0}
            onChange={(position) => set({ position: Number(position) || 0 })}
          />
          <MultiSelect
            label={t('policy.severities')}
            placeholder={given.filter?.severities?.length ? '' : t('policy.anyHint')}
            data={severities.map((each) => ({ value: String(each), label: `${each} ${tOf('severity', each)}` }))}
            value={(given.filter?.severities ?? []).map(String)}
            onChange={(chosen) => filter({ severities: chosen.map(Number) })}
          />
          <MultiSelect
            label={t('policy.services')}
            placeholder={given.filter?.services?.length ? '' : t('policy.anyHint')}
            searchable
            data={(services.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={given.filter?.services ?? []}
            onChange={(chosen) => filter({ services: chosen })}
          />
        </SimpleGrid>
        <MultiSelect
          label={t('policy.kinds')}
          placeholder={given.filter?.kinds?.length ? '' : t('policy.anyHint')}
          searchable
          data={kinds.map((kind) => ({ value: kind, label: tOf('kind', kind) }))}
          value={given.filter?.kinds ?? []}
          onChange={(chosen) => filter({ kinds: chosen })}
        />
        {given.steps.map((each, i) => (
          <Fieldset key={i} legend={t('policy.step', { step: i + 1 })} p="sm">
            <Group align="flex-end" grow preventGrowOverflow={false}>
              {i > 0 && (
                <NumberInput
                  label={t('policy.minutes')}
                  min={1}
                  max={1_440}
                  allowDecimal={false}
                  value={each.afterMinutes}
                  onChange={(minutes) => step(i, { afterMinutes: Number(minutes) || 1 })}
                />
              )}
              <TargetField rotations={rotations} value={each.targets} onChange={(targets) => step(i, { targets })} label={t('policy.targets')} />
              {i > 0 && (
                <Button
                  variant="subtle"
                  color="gray"
                  aria-label={t('policy.removeStep', { step: i + 1 })}
                  onClick={() => set({ steps: given.steps.filter((_, at) => at !== i) })}
                  style={{ flexGrow: 0 }}
                >
                  {t('policy.remove')}
                </Button>
              )}
            </Group>
          </Fieldset>
        ))}
        <Button variant="default" onClick={() => set({ steps: [...given.steps, { afterMinutes: 10, targets: [{ kind: 'group', group: 'commander' }] }] })}>
          {t('policy.addStep')}
        </Button>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            label={t('policy.repeats')}
            min={0}
            max={20}
            allowDecimal={false}
            value={given.repeats ?? 2}
            onChange={(repeats) => set({ repeats: Number(repeats) || 0 })}
          />
          <NumberInput
            label={t('policy.repeatAfter')}
            min={1}
            max={1_440}
            allowDecimal={false}
            value={given.repeatAfterMinutes ?? 10}
            onChange={(minutes) => set({ repeatAfterMinutes: Number(minutes) || 1 })}
          />
        </SimpleGrid>
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={save} body={given} disabled={given.name.trim() === '' || given.steps.some(({ targets }) => targets.length === 0)} may="on-call">
            {t('save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Rotations, people and groups in one field; the value carries what it is. */
function TargetField({
  rotations,
  value,
  onChange,
  label,
}: {
  rotations: RotationView[]
  value: Target[]
  onChange: (targets: Target[]) => void
  label: string
}) {
  const people = usePeople()
  const keyOf = (target: Target) => (target.kind === 'group' ? `group/${target.group}` : `${target.kind}/${target.id}`)
  const targetOf = (key: string): Target => {
    const [kind, id = ''] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
    return kind === 'group' ? { kind, group: id as GroupName } : { kind: kind as 'rotation' | 'person', id }
  }
  return (
    <MultiSelect
      label={label}
      searchable
      required
      style={{ minWidth: 240 }}
      data={[
        { group: t('target.rotations'), items: rotations.map(({ id, name }) => ({ value: `rotation/${id}`, label: name })) },
        { group: t('target.groups'), items: groups.map((group) => ({ value: `group/${group}`, label: group })) },
        {
          group: t('target.people'),
          items: (people.data ?? []).filter((each) => each.groups.length > 0).map(({ id, name }) => ({ value: `person/${id}`, label: name })),
        },
      ].filter(({ items }) => items.length > 0)}
      value={value.map(keyOf)}
      onChange={(keys) => onChange(keys.map(targetOf))}
    />
  )
}

const fresh = (rotations: RotationView[]): WritePolicy => ({
  name: '',
  position: 0,
  filter: { severities: [], kinds: [], services: [] },
  steps: [
    { afterMinutes: 0, targets: rotations[0] ? [{ kind: 'rotation', id: rotations[0].id }] : [] },
    { afterMinutes: 10, targets: [{ kind: 'group', group: 'commander' }] },
  ],
  repeats: 2,
  repeatAfterMinutes: 10,
})
const asWritten = ({ name, position, filter, steps, repeats, repeatAfterMinutes }: PolicyView): WritePolicy => ({
  name,
  position,
  filter,
  steps: steps.map(({ afterMinutes, targets }) => ({ afterMinutes, targets: targets.map(({ target }) => target) })),
  repeats,
  repeatAfterMinutes,
})
