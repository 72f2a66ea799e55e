import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { t, tOf } from '../../../strings/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Empty } from '../../../ui/Empty.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { TextLink } from '../../../ui/links.tsx'
import { useWrite } from '../../../ui/use-write.ts'
import { type Double, doublesKey, linksKey, useDoubles } from './links.ts'
import styles from './Sync.module.css'

/** Pairs of accounts that may be one customer; a person says whether they are. */
export function Doubles({ may }: { may: boolean }) {
  const list = useDoubles(may)
  const pairs = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Paper component="section" aria-label={t('doubles.title')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t('doubles.title')}
        </Title>
        {list.isError && <ErrorNote error={list.error} retry={list.refetch} />}
        {list.data && pairs.length === 0 && <Empty title={t('doubles.none')} />}
        {pairs.length > 0 && (
          <>
            <Text size="sm">{t('doubles.lead')}</Text>
            <ul className={styles.list}>
              {pairs.map((pair) => (
                <Pair key={pair.id} pair={pair} />
              ))}
            </ul>
          </>
        )}
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('doubles.more')}
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

function Pair({ pair: { id, account, into, why, said, provider } }: { pair: Double }) {
  const touches = [doublesKey, linksKey, ['accounts']]
  const merge = useWrite({ path: `/api/account-doubles/${id}/merger`, touches, done: t('doubles.merged') })
  const dismiss = useWrite({ path: `/api/account-doubles/${id}/dismissal`, touches, done: t('doubles.dismissed') })
  const of = (action: string) => t('doubles.of', { action, account: account.name, into: into.name })
  const named = ({ id: of_, name, key }: Double['into']) => (
    <TextLink to="/accounts/$accountId" params={{ accountId: String(of_) }}>
      {name} ({key})
    </TextLink>
  )
  return (
    <li className={styles.item}>
      <div>
        <Text size="sm" className="lw-clip">
          {named(account)} → {named(into)}{' '}
          <Text span size="sm" c="dimmed">
            {t('doubles.stays')}
          </Text>
        </Text>
        <Text size="sm" c="dimmed" className="lw-clip">
          {t(`doubles.why.${why}`, { said, provider: tOf('sync.provider', provider) })}
        </Text>
      </div>
      <Group gap="xs" align="flex-start">
        <ActionButton
          write={merge}
          body={undefined}
          size="compact-sm"
          may="registry"
          label={of(t('doubles.merge'))}
          confirm={{ title: t('doubles.mergeTitle', { account: account.name, into: into.name }), text: t('doubles.lead'), label: t('doubles.merge') }}
        >
          {t('doubles.merge')}
        </ActionButton>
        <ActionButton write={dismiss} body={undefined} size="compact-sm" variant="default" may="registry" label={of(t('doubles.dismiss'))}>
          {t('doubles.dismiss')}
        </ActionButton>
      </Group>
    </li>
  )
}
