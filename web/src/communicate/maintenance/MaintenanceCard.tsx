import { Alert, Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useId } from 'react'
import { t, tn, tOf } from '../../strings/t.ts'
import { span } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { colorOf } from '../../ui/theme.ts'
import { useTick } from '../../ui/use-tick.ts'
import { MaintenanceActions } from './MaintenanceActions.tsx'
import { isOver, meaningOf, standingOf, type Work } from './maintenance.ts'
import { Told } from './Told.tsx'
import { When } from './When.tsx'

type Props = { work: Work; timeZone: string; brand: string | undefined }

/** One planned work: when, what it touches, how far it is, what was said, what can be done. */
export function MaintenanceCard({ work, timeZone, brand }: Props) {
  const heading = useId()
  const now = useTick(30_000)
  const [newest, ...before] = work.notes
  return (
    <Paper component="article" aria-labelledby={heading} p={{ base: 'sm', sm: 'md' }}>
      <Stack gap={8}>
        <Group gap="xs">
          <Title order={3} id={heading} className="lw-clip">
            {work.title}
          </Title>
          <Badge color={colorOf[meaningOf[work.state]]}>{tOf('maintenance.state', work.state)}</Badge>
          <Text size="sm" c="dimmed">
            {standingOf(work, now)}
          </Text>
        </Group>
        <div>
          <When work={work} timeZone={timeZone} />
          <Text size="sm" className="lw-clip">
            {work.services.map(({ name }) => name).join(' · ')}
          </Text>
          <Text size="xs" c="dimmed">
            {[brand, !isOver(work) && (work.endsByItself ? t('maintenance.endsByItself') : t('maintenance.endsByWord'))].filter(Boolean).join(' · ')}
          </Text>
        </div>
        {work.late && (
          <Alert color="red" p="sm" icon={<Icon name="alert" />} title={t('maintenance.late', { span: span(now - Date.parse(work.endsAt)) })}>
            <Text size="sm">{t('maintenance.lateText')}</Text>
          </Alert>
        )}
        {newest && <Note note={newest} />}
        {before.length > 0 && (
          <details>
            <summary>
              <Text span size="sm">
                {tn('maintenance.before', before.length)}
              </Text>
            </summary>
            <Stack gap={8} mt={8}>
              {before.map((note) => (
                <Note key={note.id} note={note} />
              ))}
            </Stack>
          </details>
        )}
        <Told news={work.news} />
        {!isOver(work) && <MaintenanceActions work={work} timeZone={timeZone} />}
      </Stack>
    </Paper>
  )
}

function Note({ note: { state, body, author, at } }: { note: Work['notes'][number] }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {tOf('maintenance.state', state)} · <Moment at={at} /> · {author.name}
      </Text>
      <Text size="sm" className="lw-prewrap" style={{ overflowWrap: 'anywhere' }} fs={body ? undefined : 'italic'}>
        {body || t('maintenance.saidByItself')}
      </Text>
    </div>
  )
}
