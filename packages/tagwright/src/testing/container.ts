export { container } from "@tagwright/gtm/testing"
export type { ContainerTest, TagExpectation } from "@tagwright/gtm/testing"
