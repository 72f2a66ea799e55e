import { Container } from '@mantine/core'
import { Timeline } from './Timeline.tsx'

export function TimelineTab() {
  return (
    <Container size={820} px={0}>
      <Timeline />
    </Container>
  )
}
