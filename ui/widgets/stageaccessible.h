#pragma once

namespace projective {

/// Lets screen readers take the painted parts of a stage for what they are: its badge for a text, its stepper for a
/// progress from the first step to the last, its escrow bar for a picture that its name describes. To be called before
/// one of them is asked about; again does nothing.
void installStageAccessible();

} // namespace projective
