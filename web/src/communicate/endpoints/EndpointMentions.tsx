import { Alert, Stack, Switch, Text, Title } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Endpoint, endpointsKey } from './endpoints.ts'

/** Whether what people say to a public account becomes conversations; how far it was read, and what is wrong. */
export function EndpointMentions({ endpoint: { id, name, mentions, off } }: { endpoint: Endpoint }) {
  const may = useMay('settings')
  const put = useWrite<{ on: boolean }, { on: boolean }>({
    method: 'PUT',
    path: `/api/endpoints/${id}/mentions`,
    touches: [endpointsKey],
    done: ({ on }) => t(on ? 'endpoints.mentionsDone' : 'endpoints.mentionsEnd', { name }),
  })
  return (
    <section aria-label={t('endpoints.mentions')}>
      <Title order={3} mb="xs">
        {t('endpoints.mentions')}
      </Title>
      <Stack gap="sm">
        <Switch
          label={t('endpoints.mentionsOn')}
          description={t('endpoints.mentionsOnText')}
          checked={mentions !== null}
          disabled={!may || put.isPending}
          onChange={(event) => put.mutate({ on: event.currentTarget.checked })}
        />
        <ErrorNote error={put.error} />
        {mentions && <Standing mentions={mentions} off={off !== null} />}
      </Stack>
    </section>
  )
}

function Standing({ mentions, off }: { mentions: NonNullable<Endpoint['mentions']>; off: boolean }) {
  const { wellAt, news, sentence, direct, nextAt } = mentions
  if (off) return <Text size="sm">{t('endpoints.mentionsOff')}</Text>
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {wellAt ? t('endpoints.mentionsRead', { at: atNear(wellAt), news: news ?? 0 }) : t('endpoints.mentionsNever')}
      </Text>
      {sentence && (
        <Alert color="red" p="xs">
          {t('endpoints.mentionsFailing', { why: sentence })} {t('endpoints.mentionsNext', { at: atNear(nextAt) })}
        </Alert>
      )}
      {direct && (
        <Alert color="amber" p="xs" title={t('endpoints.mentionsDirect')}>
          {direct}
        </Alert>
      )}
    </>
  )
}
