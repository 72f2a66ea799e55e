import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useMay, useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import styles from '../../detect/sources/Sources.module.css'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { AgentDialog } from './AgentDialog.tsx'
import { type Agent, useAgents } from './agents.ts'
import { Coverage } from './Coverage.tsx'

/** What waits and who is there for it; each person says what they take, and whoever sets things up may say it for them. */
export function AgentsPage() {
  const may = useMay('read-conversations')
  const query = useAgents(may)
  return (
    <Page title={t('agents.title')} lead={t('agents.lead')} size={900}>
      {may ? (
        <Loaded query={query}>
          {({ agents, coverage, offerAfterMinutes }) => (
            <Stack>
              <Coverage coverage={coverage} minutes={offerAfterMinutes} />
              <People agents={agents} />
            </Stack>
          )}
        </Loaded>
      ) : (
        <Empty title={t('notAllowed', { permission: 'read-conversations' })} />
      )}
    </Page>
  )
}

function People({ agents }: { agents: Agent[] }) {
  const [changing, setChanging] = useState<Agent>()
  const others = useMay('settings')
  const me = useSession().data?.id
  return (
    <Paper component="section" aria-label={t('agents.people')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('agents.people')}
        </Title>
        {agents.length === 0 ? (
          <Empty title={t('agents.none')} text={t('agents.noneText')} />
        ) : (
          <ul className={styles.list}>
            {agents.map((agent) => (
              <li key={agent.person.id} className={styles.item}>
                <div>
                  <Text fw={600} size="sm">
                    {agent.person.name}
                  </Text>
                  <Text size="xs" c="dimmed" className="lw-figures">
                    {[
                      agent.mostOpen === null ? t('agents.hasAny', { open: agent.open }) : t('agents.has', { open: agent.open, most: agent.mostOpen }),
                      agent.languages.join(', '),
                      agent.skills.join(', '),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </div>
                <Group gap="xs">
                  <Badge color={agent.available ? 'green' : 'gray'}>{agent.available ? t('agents.available') : t('agents.away')}</Badge>
                  {(others || agent.person.id === me) && (
                    <Button size="xs" variant="default" aria-label={t('agents.changeOf', { name: agent.person.name })} onClick={() => setChanging(agent)}>
                      {t('agents.change')}
                    </Button>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Stack>
      {changing && <AgentDialog agent={changing} mine={changing.person.id === me} close={() => setChanging(undefined)} />}
    </Paper>
  )
}
