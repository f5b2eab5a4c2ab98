package dev.perennial.workflows.retrain;

import dev.perennial.registry.Digest;
import dev.perennial.registry.log.VersionManifest;

/**
 * What a reviewer is shown of a version: its manifest and its validation, as stored blobs and in full. A decision names
 * this document's digest.
 */
public record EvidenceBundle(
        Digest manifestDigest, VersionManifest manifest, Digest validationDigest, ValidationReport validation) {}
