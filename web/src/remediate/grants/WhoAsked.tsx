import { Alert, Stack, Text } from '@mantine/core'
import type { z } from 'zod'
import type { AskedRemedies, AskedRemedy } from '../../../../server/src/remediate/asking/asking.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atNear, number } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import { TextLink } from '../../ui/links.tsx'
import { useList } from '../../ui/use-list.ts'
import { usePlanRemedies } from './plan.ts'

type Asked = z.output<typeof AskedRemedy>

/** Who asked for what is given only to those who ask, and whether the newest plan gives it. Nothing is shown while nobody did. */
export function WhoAsked({ planned }: { planned: boolean }) {
  const { id } = useRoom()
  const again = usePlanRemedies(id)
  const list = useList<Asked>([...crisisKey(id), 'remedies-asked'], crisisPath(id, '/remedies/choices'), { limit: 20 }, { everyMs: 15_000 })
  const first = list.data?.pages[0] as z.output<typeof AskedRemedies> | undefined
  if (!list.isError && !first?.total) return null
  return (
    <Card
      title={t('asked.title')}
      aside={
        first && (
          <Text size="xs" c="dimmed">
            {tn('asked.total', first.total, { count: number(first.total) })}
          </Text>
        )
      }
    >
      <Stack gap="md">
        {planned && first && first.outsidePlan > 0 && (
          <Alert color="amber" title={tn('asked.outside', first.outsidePlan)}>
            <Text size="sm" mb="xs">
              {t('asked.outsideText')}
            </Text>
            <ActionButton write={again} body={{}} variant="default" size="xs" may="plan-remedy">
              {t('remedy.planAgain')}
            </ActionButton>
          </Alert>
        )}
        <Listed list={list} empty={null}>
          {(wishes) => (
            <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
              {wishes.map((wish) => (
                <li key={wish.id}>
                  <Text>
                    <TextLink to="/accounts/$accountId" params={{ accountId: String(wish.account.id) }} fw={600}>
                      {wish.account.name}
                    </TextLink>
                    : {wish.sentence}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {sayOf(wish)}
                    {planned && `. ${t(wish.inPlan ? 'asked.inPlan' : 'asked.notInPlan')}`}
                  </Text>
                </li>
              ))}
            </Stack>
          )}
        </Listed>
      </Stack>
    </Card>
  )
}

function sayOf({ way, by, askedAt, account }: Asked): string {
  const [at, name] = [atNear(askedAt), by ?? account.name]
  if (way === 'my-page') return t('asked.onPage', { name, at })
  return way === 'person' ? t('asked.noted', { name, at }) : t('asked.at', { at })
}
