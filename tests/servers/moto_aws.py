"""Starts moto (a simulation of AWS) on loopback, fills it, prints one line of JSON when everything
is there, and ends when standard input does.

    moto_aws.py

Moto does not check signatures. The account belongs to the access key: the credentials of a role
lead into the role's account. Nor does it look at the owner that a request expects of its bucket,
which AWS does: such requests are refused here before they reach it. And it ends the roots of the
control plane's answers in Response where AWS ends them in Result, and AWS's SDK for Rust reads
nothing else: they are renamed on their way.

account 123456789012
  open-policy   a policy that lets everybody read; default encryption under a key of the
                customer's; versioning on; access logs written; an expiry rule; the tag team=sales
  open-acl      an ACL that lets everybody read; default encryption with S3's keys
  shut          the policy of open-policy, and all four switches of Block Public Access
  bare          nothing at all configured
  behind-points a policy that leaves who gets in to the account's access points; one whose policy lets
                everybody read, and one of several Regions with the same policy, which all four
                switches of its own block shut
account 111122223333
  elsewhere     nothing configured
Each bucket holds people.csv with the same three cards and three e-mail addresses.
"""

import json
import logging
import re
import sys
from threading import Thread

import boto3
from moto.s3.models import s3_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

REGION = "us-east-1"
ACCOUNT = "123456789012"
ROLE = "arn:aws:iam::111122223333:role/reader"
PEOPLE = (
    "email,card_number\n"
    "desk.01@example.net,4539771235481460\n"
    "desk.02@example.net,4539896867800727\n"
    "desk.03@example.net,6521987431620959\n"
)


def client(service, url, credentials=("testing", "testing", None)):
    key, secret, token = credentials
    return boto3.client(service, endpoint_url=url, region_name=REGION, aws_access_key_id=key,
                        aws_secret_access_key=secret, aws_session_token=token)


def public_policy(bucket):
    return everybody_reads(f"arn:aws:s3:::{bucket}/*")


def everybody_reads(resource):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "Everybody", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": resource,
    }]})


def default_encryption(s3, bucket, **rule):
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": True}],
    })


def fill(url):
    s3, kms = client("s3", url), client("kms", url)
    key = kms.create_key(Description="tests")["KeyMetadata"]["Arn"]
    buckets = ("open-policy", "open-acl", "shut", "bare", "behind-points")
    for bucket in buckets:
        s3.create_bucket(Bucket=bucket)
    default_encryption(s3, "open-policy", SSEAlgorithm="aws:kms", KMSMasterKeyID=key)
    default_encryption(s3, "open-acl", SSEAlgorithm="AES256")
    for bucket in ("open-policy", "shut"):
        s3.put_bucket_policy(Bucket=bucket, Policy=public_policy(bucket))
    s3.put_bucket_acl(Bucket="open-acl", ACL="public-read")
    s3.put_public_access_block(Bucket="shut", PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True,
        "BlockPublicPolicy": True, "RestrictPublicBuckets": True,
    })
    s3.put_bucket_versioning(Bucket="open-policy",
                             VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_tagging(Bucket="open-policy",
                          Tagging={"TagSet": [{"Key": "team", "Value": "sales"}]})
    s3.put_bucket_lifecycle_configuration(Bucket="open-policy", LifecycleConfiguration={
        "Rules": [{"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""},
                   "Expiration": {"Days": 30}}],
    })
    logs(s3)
    points(s3, url)
    for bucket in buckets:
        s3.put_object(Bucket=bucket, Key="people.csv", Body=PEOPLE.encode())
    role = client("sts", url).assume_role(RoleArn=ROLE, RoleSessionName="fill")["Credentials"]
    other = client("s3", url, (role["AccessKeyId"], role["SecretAccessKey"],
                               role["SessionToken"]))
    other.create_bucket(Bucket="elsewhere")
    other.put_object(Bucket="elsewhere", Key="people.csv", Body=PEOPLE.encode())
    return key


def logs(s3):
    """Access logs of open-policy, into bare."""
    s3.put_bucket_policy(Bucket="bare", Policy=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bare/*",
        }]}))
    s3.put_bucket_logging(Bucket="open-policy", BucketLoggingStatus={
        "LoggingEnabled": {"TargetBucket": "bare", "TargetPrefix": "access/"}})
    s3.delete_bucket_policy(Bucket="bare")


def points(s3, url):
    """Access points of behind-points, of one Region and of several."""
    arn = "arn:aws:s3:::behind-points"
    s3.put_bucket_policy(Bucket="behind-points", Policy=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"StringEquals": {"s3:DataAccessPointAccount": ACCOUNT}},
        }]}))
    control = client("s3control", url)
    # A loopback address has no names below it.
    control.meta.events.register("before-send.s3-control", without_account)
    switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy",
                "RestrictPublicBuckets")
    control.create_access_point(AccountId=ACCOUNT, Name="open-point", Bucket="behind-points",
                                PublicAccessBlockConfiguration=dict.fromkeys(switches, False))
    at = f"arn:aws:s3:{REGION}:{ACCOUNT}:accesspoint/open-point/object/*"
    control.put_access_point_policy(AccountId=ACCOUNT, Name="open-point",
                                    Policy=everybody_reads(at))
    control.create_multi_region_access_point(AccountId=ACCOUNT, ClientToken="one", Details={
        "Name": "many", "PublicAccessBlock": dict.fromkeys(switches, True),
        "Regions": [{"Bucket": "behind-points"}]})
    many = control.list_multi_region_access_points(AccountId=ACCOUNT)["AccessPoints"][0]
    at = f"arn:aws:s3::{ACCOUNT}:accesspoint/{many['Alias']}/object/*"
    control.put_multi_region_access_point_policy(AccountId=ACCOUNT, ClientToken="two", Details={
        "Name": "many", "Policy": everybody_reads(at)})


def without_account(request, **_):
    request.url = request.url.replace(f"//{ACCOUNT}.", "//")


def named_as_aws_does(moto, environ, start_response):
    """Moto's answer, its root renamed."""
    told = []
    body = b"".join(moto(environ, lambda *head: told.append(head)))
    body = re.sub(rb"(</?(?:Get|List)\w+)Response\b", rb"\1Result", body)
    status, headers = told[0][:2]
    headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
    start_response(status, headers + [("Content-Length", str(len(body)))])
    return [body]


def owners_checked(moto):
    """Moto behind AWS's check of `x-amz-expected-bucket-owner`."""
    def application(environ, start_response):
        expected = environ.get("HTTP_X_AMZ_EXPECTED_BUCKET_OWNER")
        bucket = environ["PATH_INFO"].split("/")[1]
        _, owner = s3_backends.bucket_accounts.get(bucket, (None, expected))
        if expected is not None and expected != owner:
            start_response("403 Forbidden", [("Content-Length", "0")])
            return [b""]
        if environ["PATH_INFO"].startswith("/v20180820/"):
            return named_as_aws_does(moto, environ, start_response)
        return moto(environ, start_response)
    return application


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = owners_checked(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, moto, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    key = fill(url)
    print(json.dumps({"endpoint_url": url, "role_arn": ROLE, "key_arn": key}), flush=True)
    sys.stdin.buffer.read()
    server.shutdown()


main()
