import { Box, SimpleGrid, Stack } from '@mantine/core'
import { EscalationCard } from '../../assess/escalation/EscalationCard.tsx'
import { ImpactCard } from '../../assess/impact/ImpactCard.tsx'
import { LawStrip } from '../../assess/law/LawStrip.tsx'
import { CallsBrief } from '../../communicate/calls/CallsBrief.tsx'
import { Clocks } from '../../communicate/clocks/Clocks.tsx'
import { LatestUpdate } from '../../communicate/updates/LatestUpdate.tsx'
import { Evidence } from './Evidence.tsx'
import { NextCard } from './NextCard.tsx'
import styles from './Overview.module.css'
import { useRoom } from './room.ts'
import { WorkBrief } from '../work/WorkBrief.tsx'
import { Timeline } from './Timeline.tsx'

/** The screen at 03:00: what to decide now, which promise expires next, how bad, what was said, what happened. */
export function Overview() {
  const { updates } = useRoom()
  return (
    <div className={styles.columns}>
      <Stack gap="md" miw={0}>
        <NextCard />
        <EscalationCard />
        <Clocks />
        <LawStrip />
        <WorkBrief />
        <CallsBrief />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <ImpactCard />
          <Stack gap="md" miw={0}>
            <Evidence />
            {updates.length > 0 && <LatestUpdate />}
          </Stack>
        </SimpleGrid>
      </Stack>
      <Box className={styles.side}>
        <Timeline compact />
      </Box>
    </div>
  )
}
