import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { useMay } from '../../platform/session.ts'
import { type Key, t, tn } from '../../strings/t.ts'
import { en } from '../../strings/en.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { onCallKey, type PolicyView, type RotationView, usePolicies } from './on-call.ts'
import { PolicyDialog } from './PolicyDialog.tsx'
import styles from './Policies.module.css'

export function Policies({ rotations }: { rotations: RotationView[] }) {
  const query = usePolicies()
  const allowed = useMay('on-call')
  const [creating, { open, close }] = useDisclosure(false)
  return (
    <Stack component="section" gap="sm" aria-label={t('policy.title')}>
      <Group justify="space-between">
        <div>
          <Title order={2}>{t('policy.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('policy.lead')}
          </Text>
        </div>
        <Button variant="default" leftSection={<Icon name="plus" />} onClick={open} disabled={!allowed}>
          {t('policy.new')}
        </Button>
      </Group>
      <Loaded query={query}>
        {(policies) =>
          policies.length === 0 ? (
            <Text size="sm">{t('policy.none')}</Text>
          ) : (
            policies.map((policy) => <PolicyCard key={policy.id} policy={policy} rotations={rotations} />)
          )
        }
      </Loaded>
      {creating && <PolicyDialog rotations={rotations} close={close} />}
    </Stack>
  )
}

function PolicyCard({ policy, rotations }: { policy: PolicyView; rotations: RotationView[] }) {
  const { id, name, steps, repeats, repeatAfterMinutes: minutes, unsound } = policy
  const allowed = useMay('on-call')
  const services = useQuery({ queryKey: ['services'], queryFn: ({ signal }) => get<ServiceView[]>('/api/services', signal), staleTime: 60_000 })
  const [editing, { open, close }] = useDisclosure(false)
  const remove = useWrite({ path: `/api/escalation-policies/${id}/removal`, touches: [onCallKey] })
  const actions = (
    <Group gap={6}>
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
        confirm={{ title: t('policy.removeTitle'), text: t('policy.removeText'), label: t('policy.remove') }}
      >
        {t('policy.remove')}
      </ActionButton>
    </Group>
  )
  return (
    <Card title={name} aside={actions}>
      <Text size="sm" c="dimmed" mb="xs">
        {filterInWords(policy, services.data ?? [])}
      </Text>
      <ol className={styles.steps}>
        {steps.map((step, i) => (
          <li key={i}>
            <b className="lw-figures">{i === 0 ? t('policy.atOnce') : t('policy.after', { minutes: step.afterMinutes })}</b>
            <span>
              {step.targets.map(({ label, now, target }, nth) => (
                <span key={label}>
                  {nth > 0 && ', '}
                  {target.kind === 'group' ? `${t('target.groups')}: ${label}` : label}{' '}
                  {target.kind !== 'person' && (
                    <Text span size="sm" c={now.length > 0 ? 'dimmed' : undefined} className={now.length > 0 ? '' : 'lw-amber'}>
                      ({now.length > 0 ? t('policy.now', { names: now.join(', ') }) : t('policy.nobody')})
                    </Text>
                  )}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
      <Text size="sm" c="dimmed" mt="xs">
        {repeats === 0 ? t('policy.noRepeat', { minutes }) : tn('policy.repeat', repeats, { minutes })}
      </Text>
      {unsound.map((sentence) => (
        <Text key={sentence} size="sm" className="lw-red" fw={600}>
          {sentence}
        </Text>
      ))}
      {editing && <PolicyDialog policy={policy} rotations={rotations} close={close} />}
    </Card>
  )
}

function filterInWords({ filter }: PolicyView, services: ServiceView[]): string {
  const parts = [
    filter.severities.length > 0 ? t('policy.filterSeverities', { list: filter.severities.join(', ') }) : '',
    filter.kinds.map((kind) => en[`kind.${kind}` as Key] ?? kind).join(', '),
    filter.services.map((id) => services.find((service) => service.id === id)?.name ?? '…').join(', '),
  ].filter(Boolean)
  return parts.length === 0 ? t('policy.any') : t('policy.filter', { what: parts.join(' · ') })
}
