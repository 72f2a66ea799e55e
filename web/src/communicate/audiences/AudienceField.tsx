import { NativeSelect, Stack, Text } from '@mantine/core'
import type { UpdateTo } from '../../../../server/src/communicate/audiences/audiences.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { TextLink } from '../../ui/links.tsx'
import { stakeholderAudiences, useAudiences, useReach } from './audiences.ts'

/** Whom the update is for, how many that is now, and some of them. */
export function AudienceField({ crisisId, to, onChange }: { crisisId: string; to: UpdateTo; onChange: (to: UpdateTo) => void }) {
  const { data: saved = [] } = useAudiences()
  const reach = useReach(crisisId, to)
  return (
    <Stack gap={4}>
      <NativeSelect
        label={t('to.label')}
        value={written(to)}
        onChange={(event) => onChange(read(event.currentTarget.value))}
        data={[
          { value: 'customers', label: t('to.customers') },
          { group: t('to.part'), items: saved.map(({ id, name }) => ({ value: `audience/${id}`, label: name })) },
          {
            group: t('to.notice'),
            items: [
              { value: 'notice/', label: t('to.noticeAll') },
              ...saved.map(({ id, name }) => ({ value: `notice/${id}`, label: t('to.noticePart', { name }) })),
            ],
          },
          { group: t('to.others'), items: stakeholderAudiences.map((each) => ({ value: `stakeholders/${each}`, label: tOf('audience', each) })) },
        ].filter((each) => !('items' in each) || (each.items ?? []).length > 0)}
      />
      {to.kind !== 'customers' && (
        <Text size="xs" c="dimmed">
          {t(to.kind === 'notice' ? 'to.noticeHint' : 'to.direct')}{' '}
          <TextLink to="/audiences" size="xs" underline="always">
            {t('to.manage')}
          </TextLink>
        </Text>
      )}
      {to.kind !== 'customers' && reach.data && (
        <details>
          <summary>
            <Text span size="sm">
              {tn('to.reaches', reach.data.addresses)}
              {reach.data.suppressed > 0 && ` ${tn('to.suppressed', reach.data.suppressed)}`}
            </Text>
          </summary>
          <Text size="xs" c="dimmed" mt={4}>
            {t('to.sample')}
          </Text>
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            {reach.data.sample.map(({ address, name, of }) => (
              <li key={address}>
                <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
                  {[name, of, address].filter(Boolean).join(', ')}
                </Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Stack>
  )
}

const written = (to: UpdateTo) => (to.kind === 'customers' ? 'customers' : `${to.kind}/${to.audience ?? ''}`)

function read(value: string): UpdateTo {
  const [kind, which = ''] = value.split('/')
  if (kind === 'audience') return { kind, audience: which }
  if (kind === 'notice') return { kind, audience: which || null }
  const audience = stakeholderAudiences.find((each) => each === which)
  return kind === 'stakeholders' && audience ? { kind, audience } : { kind: 'customers' }
}
