import { Badge, Drawer, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ImpactExplanation } from '../../../../server/src/assess/impact/impact.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { atNear, span } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Money } from '../../ui/Money.tsx'
import { TextLink } from '../../ui/links.tsx'
import styles from './Definition.module.css'
import type { degrees } from './definition.ts'

export type Asked = { accountId: number; name: string }

/** Why an account is hurt or not, and what it was told. */
export function ExplanationDrawer({ account, close }: { account: Asked | undefined; close: () => void }) {
  return (
    <Drawer opened={account !== undefined} onClose={close} position="right" size="lg" title={account && t('customers.why', { name: account.name })}>
      {account && <Explanation account={account} />}
    </Drawer>
  )
}

function Explanation({ account: { accountId } }: { account: Asked }) {
  const { id } = useRoom()
  const query = useQuery({
    queryKey: [...crisisKey(id), 'affected', accountId],
    queryFn: ({ signal }) => get<ImpactExplanation>(crisisPath(id, `/impact/accounts/${accountId}`), signal),
  })
  return (
    <Loaded query={query}>
      {(explained) => (
        <Stack>
          <Verdict of={explained} />
          {explained.because.length > 0 && (
            <div>
              <Title order={3} mb={4}>
                {t('why.because')}
              </Title>
              <List size="sm" spacing={6}>
                {explained.because.map(({ sentence }) => (
                  <List.Item key={sentence}>{sentence}</List.Item>
                ))}
              </List>
            </div>
          )}
          <Reasons of={explained} />
          <Told of={explained} />
          <TextLink to="/accounts/$accountId" params={{ accountId: String(explained.accountId) }} size="sm">
            {t('why.open')}
          </TextLink>
        </Stack>
      )}
    </Loaded>
  )
}

function Verdict({ of: { hit, degree, since, until, minutes, tier, vulnerability, revenue } }: { of: ImpactExplanation }) {
  const said = degree ? tOf('degree', degree as (typeof degrees)[number]) : ''
  const times = { degree: said, since: since ? atNear(since) : '' }
  return (
    <>
      <Group gap="xs">
        <Badge color="gray">{tier}</Badge>
        {vulnerability && <Badge color="red">{vulnerability}</Badge>}
        <Text size="sm">
          <Money of={revenue} />
        </Text>
      </Group>
      <Text fw={600}>
        {!hit ? t('why.notHit') : until ? t('why.hitUntil', { ...times, until: atNear(until) }) : t('why.hit', times)}
        {hit && (
          <Text span size="sm" c="dimmed" fw={400}>
            {' '}
            {span(minutes * 60_000)}
            {until ? '' : `, ${t('customers.ongoing')}`}
          </Text>
        )}
      </Text>
    </>
  )
}

function Reasons({ of: { reasons } }: { of: ImpactExplanation }) {
  return (
    <div>
      <Title order={3} mb={4}>
        {t('why.reasons')}
      </Title>
      <ul className={styles.reason}>
        {reasons.flatMap(({ part, holds, sentence, lines }) => [
          <Line key={part + sentence} holds={holds} sentence={sentence} depth={0} />,
          ...lines.map((line) => <Line key={sentence + line.depth + line.sentence} {...line} depth={line.depth + 1} />),
        ])}
      </ul>
    </div>
  )
}

/** The sentence says it too; the sign is for the eye. */
function Line({ holds, sentence, depth }: { holds: boolean; sentence: string; depth: number }) {
  return (
    <li style={{ paddingInlineStart: depth * 18 }}>
      <span className={holds ? 'lw-green' : 'lw-red'}>
        <Icon name={holds ? 'check' : 'close'} size={16} />
      </span>
      <Text size="sm">{sentence}</Text>
    </li>
  )
}

function Told({ of: { told } }: { of: ImpactExplanation }) {
  return (
    <div>
      <Title order={3} mb={4}>
        {t('why.told')}
      </Title>
      {told.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('why.notTold')}
        </Text>
      ) : (
        <List size="sm" spacing={6}>
          {told.map(({ updateId, title, destination, state, at }) => (
            <List.Item key={updateId + destination}>
              {title}
              <Text size="xs" c="dimmed" className="lw-clip">
                {destination} · {state}
                {at ? ` · ${atNear(at)}` : ''}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
    </div>
  )
}
