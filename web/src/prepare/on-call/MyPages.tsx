import { Group, Stack, Text } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atNear } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { useWrite } from '../../ui/use-write.ts'
import type { PageAnswer } from '../../../../server/src/assess/escalation/pages.contract.ts'
import { onCallKey, type PageView, useMyPages } from './on-call.ts'

const most = 5

/** Calls that wait for my answer; nothing where none does. */
export function MyPages() {
  const { data } = useMyPages()
  const open = (data ?? [])
    .filter(({ acknowledgedAt, led, reason, state }) => !acknowledgedAt && !led && reason !== 'test' && state !== 'cancelled')
    .slice(0, most)
  if (open.length === 0) return null
  return (
    <Card title={t('pages.title')}>
      <Stack gap="sm">
        {open.map((page) => (
          <OnePage key={page.id} page={page} />
        ))}
      </Stack>
    </Card>
  )
}

function OnePage({ page }: { page: PageView }) {
  const answer = useWrite<PageAnswer>({
    path: `/api/pages/${page.id}/acknowledgement`,
    touches: [onCallKey],
    done: ({ outcome }) => tOf('pages.outcome', outcome),
  })
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <div>
        <Text size="sm" fw={600}>
          {tOf('pages.reason', page.reason)}
          {page.crisis && (
            <>
              {': '}
              <TextLink to="/crises/$crisisId" params={{ crisisId: page.crisis.id }}>
                {page.crisis.title}
              </TextLink>
            </>
          )}
        </Text>
        <Text size="sm" c="dimmed" className="lw-prewrap lw-figures">
          {atNear(page.plannedAt)}
          {page.detail ? ` · ${page.detail}` : ''}
        </Text>
      </div>
      <ActionButton write={answer} body={undefined} size="compact-sm" {...(page.reason === 'escalation' ? {} : { variant: 'default' })}>
        {page.reason === 'escalation' ? t('pages.take') : t('pages.seen')}
      </ActionButton>
    </Group>
  )
}
