#!/usr/bin/perl
# Reads our XML as FixMyStreet does (XML::Simple with its options), and goes the way of one report: services, post,
# fetch of the last hour, status poll with every number in one address, updates both ways.
use strict;
use warnings;
use HTTP::Tiny;
use POSIX qw(strftime);
use XML::Simple;

my $base = $ENV{OPEN311_URL} or die "OPEN311_URL";
my $key  = $ENV{OPEN311_KEY} // '';
my ( $passed, $failed ) = ( 0, 0 );
my $http = HTTP::Tiny->new( agent => 'fixmystreet-like' );

sub check {
    my ( $name, $holds, $detail ) = @_;
    $holds ? $passed++ : $failed++;
    printf "%s  %s%s\n", $holds ? 'ok    ' : 'NOT OK', $name, $holds || !defined $detail ? '' : "  -- $detail";
    return $holds;
}

my %group_tags = (
    services                => 'service',
    attributes              => 'attribute',
    values                  => 'value',
    service_requests        => 'request',
    errors                  => 'error',
    service_request_updates => 'request_update',
    groups                  => 'group',
);

sub parse {
    my $xml    = shift;
    my $simple = XML::Simple->new(
        ForceArray    => [ values %group_tags ],
        KeyAttr       => {},
        GroupTags     => \%group_tags,
        SuppressEmpty => undef,
    );
    my $object = eval { $simple->XMLin($xml) };
    check( 'XML is readable', defined $object, $@ ) unless defined $object;
    return $object;
}

sub get {
    my ( $path, %fields ) = @_;
    my $answer = $http->get( "$base/$path?" . $http->www_form_urlencode( \%fields ) );
    return $answer;
}

sub post {
    my ( $path, $fields ) = @_;
    return $http->post_form( "$base/$path", $fields );
}

sub w3 { return strftime( '%Y-%m-%dT%H:%M:%SZ', gmtime(shift) ) }

# services and definitions
my $services = parse( get('services.xml')->{content} )->{service};
check( 'services are a list', ref $services eq 'ARRAY' && @$services );
check( 'each has one group', !grep { ref $_->{group} ne 'ARRAY' || @{ $_->{group} } != 1 || ref $_->{group}[0] } @$services );
my ($asking) = grep { $_->{metadata} eq 'true' } @$services;
my ($plain)  = grep { $_->{metadata} eq 'false' } @$services;
if ( check( 'some service asks questions', $asking ) ) {
    my $meta = parse( get("services/$asking->{service_code}.xml")->{content} );
    check( 'attributes are a list', ref $meta->{attributes} eq 'ARRAY' && @{ $meta->{attributes} } );
    my ($list) = grep { $_->{datatype} =~ /list$/ } @{ $meta->{attributes} };
    check( 'values are a list', !$list || ref $list->{values} eq 'ARRAY' );
}

# a report, as FixMyStreet sends it
my $began = time - 5;
my $fms_id = time;
my @form   = (
    jurisdiction_id             => '',
    api_key                     => $key,
    lat                         => sprintf( '%.6f', $ENV{OPEN311_LAT} ),
    long                        => sprintf( '%.6f', $ENV{OPEN311_LONG} ),
    description                 => "Pothole\r\n\r\nDeep & <wide> one\r\n\r\nhttp://www.example.org/report/$fms_id",
    service_code                => $plain->{service_code},
    deviceid                    => 'none',
    email                       => 'ann@example.org',
    first_name                  => 'Ann',
    last_name                   => 'Lee',
    media_url                   => 'http://www.example.org/photo/1.0.jpeg',
    media_url                   => 'http://www.example.org/photo/1.1.jpeg',
    'attribute[fixmystreet_id]' => $fms_id,
    'attribute[title]'          => 'Pothole',
    'attribute[easting]'        => '',
);
my $answer = post( 'requests.xml', \@form );
my $posted = parse( $answer->{content} );
my $number = $posted->{request}[0]{service_request_id};
check( 'a report is sent and numbered', $answer->{success} && $number, $answer->{content} );
check( 'the number is a text, and no token stands beside it', !ref $number && !exists $posted->{request}[0]{token} );

# fetch of the last hour
my $fetched = parse( get( 'requests.xml', start_date => w3( time - 3600 ), end_date => w3( time + 1 ) )->{content} );
my @reports = @{ $fetched->{request} || [] };
check( 'reports of the last hour', scalar @reports );
my $complete = 1;
for my $report (@reports) {
    for my $field (qw(service_request_id lat long requested_datetime updated_datetime status service_code)) {
        next if defined $report->{$field} && !ref $report->{$field};
        $complete = 0 unless $field =~ /^(lat|long)$/;
    }
    for my $field (qw(requested_datetime updated_datetime)) {
        $complete = 0 unless $report->{$field} =~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
    }
    $complete = 0 if defined $report->{lat} && $report->{lat} !~ /^-?\d+(\.\d+)?$/;
}
check( 'none lacks what the importer needs', $complete );

# status poll: every number in one address
my $many = parse( get( 'requests.xml', page_size => 1000, start_date => w3( time - 80 * 86400 ) )->{content} );
my @numbers = map { $_->{service_request_id} } @{ $many->{request} || [] };
push @numbers, map { 'NO-SUCH-NUMBER-' . $_ } 1 .. 1500;
my $poll = get( 'requests.xml', service_request_id => join ',', @numbers );
check( 'a poll of ' . @numbers . ' numbers is answered', $poll->{success}, $poll->{status} );
my $polled = parse( $poll->{content} )->{request} || [];
check( 'it has every known number', @$polled == @numbers - 1500, scalar @$polled );

# updates, theirs and ours
my $update = post(
    'servicerequestupdates.xml',
    [
        jurisdiction_id    => '', api_key => $key, service_request_id => $number, update_id => $fms_id,
        updated_datetime   => w3(time), status => 'OPEN', description => 'Still there', title => '',
        first_name         => 'Ann', last_name => 'Lee', email => 'ann@example.org', media_url => '',
        'attribute[title]' => '', public_anonymity_required => 'TRUE',
    ]
);
my $told = parse( $update->{content} );
check( 'an update is taken', $update->{success} && $told->{request_update}[0]{update_id}, $update->{content} );

my $updates = get( 'servicerequestupdates.xml', start_date => w3( time - 30 * 86400 ), end_date => w3( time + 1 ) );
my $ours    = parse( $updates->{content} )->{request_update} || [];
check( 'updates of the last month', scalar @$ours, $updates->{content} );
my %known = map { $_ => 1 } qw(open closed fixed in_progress planned action_scheduled investigating duplicate
    not_councils_responsibility no_further_action internal_referral for_triage cancelled reopen unchanged);
check( 'each has a known status in small letters', !grep { !$known{ $_->{status} } } @$ours );
check( 'each has its id, its request and its time',
    !grep { !$_->{update_id} || !$_->{service_request_id} || $_->{updated_datetime} !~ /Z$/ } @$ours );
my %seen;
check( 'no id stands twice', !grep { $seen{ $_->{update_id} }++ } @$ours );

# an error
my $wrong  = post( 'requests.xml', [ service_code => 'no-such-service', api_key => $key, lat => 1, long => 1 ] );
my $errors = parse( $wrong->{content} );
check( 'an error has its code and its words',
    $wrong->{status} == 400 && $errors->{error}[0]{code} == 400 && $errors->{error}[0]{description}, $wrong->{content} );

print "XML::Simple: $passed passed, $failed failed\n";
exit( $failed || !$passed ? 1 : 0 );
