import { SimpleGrid, Stack, Text } from '@mantine/core'
import { ActionsCard, AudiencesCard, CriteriaCard, RemediesCard } from './AlsoCards.tsx'
import { ClockTable } from './ClockTable.tsx'
import { LawCard } from './LawCard.tsx'
import { RaciMatrix } from './RaciMatrix.tsx'
import { RolesCard } from './RolesCard.tsx'
import { SeverityCard } from './SeverityCard.tsx'
import { TasksCard } from './TasksCard.tsx'
import { TemplatesCard } from './TemplatesCard.tsx'
import { useShown } from './playbook.ts'

/** The plan to read: how bad, who decides, what to do, by when, what the law wants, what is said. */
export function Plan() {
  const { playbook } = useShown()
  return (
    <Stack gap="md">
      {playbook.about && <Text maw={760}>{playbook.about}</Text>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <SeverityCard />
        <Stack gap="md">
          <ClockTable />
          <CriteriaCard />
          <RemediesCard />
        </Stack>
      </SimpleGrid>
      <TasksCard />
      <RolesCard />
      {playbook.tasks.length > 0 && <RaciMatrix />}
      {playbook.regulatory.length > 0 && <LawCard />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <ActionsCard />
        <AudiencesCard />
      </SimpleGrid>
      <TemplatesCard />
    </Stack>
  )
}
